// Sentences that are told elsewhere: a code of the trace, a caption, a mark or an error becomes the reader's words. What the catalogues do not know is
// shown as its code made readable, never as nothing; while the catalogues are still on their way, as three dots, and they are fetched at once.
import { useMemo } from 'react'
import { isKnown, isWhole, loadRest, tell, useLanguage, useWhole } from './speak.ts'

export type Args = Readonly<Record<string, string | number | boolean>>

/** The sentence of a code with its numbers and names. `variant` prefers `CODE.VARIANT` where the catalogues have it (`short`, for marks on the timeline). */
export function say(code: string, args: Args = {}, variant?: string): string {
  const key = variant && isKnown(`${code}.${variant}`) ? `${code}.${variant}` : code
  const short = withShortPods(args)
  if (isKnown(key)) return tell(key, short)
  if (isWhole()) return readable(code, short)
  // Whoever cannot fetch them has said so already.
  loadRest().catch(() => {})
  return '…'
}

/** A pod of a ReplicaSet is called by the end of its name, as on the stage: `nginx-5d8c7b6f4-f8q3s` is f8q3s; a provisioned volume by the beginning of its own. The
 * full name stands in the inspector. */
function withShortPods(args: Args): Record<string, string | number | boolean> {
  const short: Record<string, string | number | boolean> = { ...args }
  for (const key of ['pod', 'victim', ...(args.kind === 'Pod' ? ['name'] : [])]) {
    const name = short[key]
    if (typeof name === 'string') short[key] = name.replace(OF_REPLICASET, '$1')
  }
  // Of many things only the first are named.
  if (typeof short.what === 'string' && typeof short.count === 'number') {
    const more = short.count - short.what.split(', ').length
    if (more > 0) short.what += ` +${more}`
  }
  for (const key of ['disk', 'volume']) {
    const name = short[key]
    if (typeof name === 'string') short[key] = name.replace(PROVISIONED, '$1')
  }
  return short
}
const PROVISIONED = /^(pvc-[0-9a-f]{8})-[0-9a-f-]{27}$/
const OF_REPLICASET = /^.+-[a-z0-9]{6,10}-([a-z0-9]{5})$/

/** The same for a component: another function whenever another language is chosen, and when the last words have come. */
export function useSay(): typeof say {
  const language = useLanguage()
  const whole = useWhole()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function is what tells memos below that it says something else
  return useMemo(() => (code, args, variant) => say(code, args, variant), [language, whole])
}

/** `nodelifecycle.wentSilent` → `nodelifecycle: went silent (node node-2)`. */
export function readable(code: string, args: Args = {}): string {
  const [who = '', ...what] = code.split('.')
  const spaced = (s: string) => s.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  const tail = Object.entries(args)
    .filter(([, v]) => v !== '' && v !== false)
    .map(([k, v]) => (v === true ? k : `${k} ${v}`))
    .slice(0, 4)
    .join(', ')
  return `${what.length ? `${who}: ${what.map(spaced).join(', ')}` : spaced(who)}${tail && ` (${tail})`}`
}
