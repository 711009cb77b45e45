// What the scene knows of one pod: the object, what really runs of it, its timers, and whose it is. The same value as long as none of these has changed:
// during a rollout of 500 pods a change concerns a few, and all that was worked out from the others holds.
import { type Machine, type PodRun, requestsOf, type Timer } from '../../cluster/index.ts'
import { controllerOf, type Pod } from '../../kube/index.ts'
import { type Census, ownerOf, revisionOf, shadeOf, shortName } from '../workloads/index.ts'
import type { Owner, Shade, Source } from './types.ts'

export interface PodFacts {
  readonly key: string
  readonly pod: Pod
  readonly subject: string
  /** Its node, '' for none. */
  readonly node: string
  readonly birth: number
  readonly timers: readonly Timer[]
  readonly owner: Owner
  readonly shade: Shade
  /** Shortest part of the name that tells it from its siblings. */
  readonly short: string
  /** uid of the controlling object, '' for bare pods. */
  readonly ownerUid: string
  /** What it has asked for. */
  readonly milliCpu: number
  readonly run: PodRun | undefined
  readonly machine: Machine | undefined
  /** There is no such object any more: `pod` is what its process still tells. */
  readonly forgotten: boolean
  /** Work that has ended: it is put aside, so that it takes no room from what runs. */
  readonly aside: boolean
  /** Whose room on a node it takes: an identity has a place of its own, whichever pod bears it. */
  readonly tenant: string
  /** It uses a disk. */
  readonly hasClaim: boolean
}

const isEnded = (p: Pod): boolean => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'

/** What every pod's facts are made of. */
export interface Roll {
  readonly source: Source
  readonly census: Census
  timersOf(subject: string): readonly Timer[]
  /** Shades of ReplicaSets, by uid: all their pods have one. */
  readonly shades: Map<string, Shade>
  readonly machines: ReadonlyMap<string, Machine>
  readonly names: Map<string, string>
}
function sameName({ names }: Roll, name: string): string {
  const known = names.get(name) ?? name
  names.set(name, known)
  return known
}

function podShade(pod: Pod, before: PodFacts | undefined, { census, shades }: Roll): Shade {
  if (before?.owner !== 'dep') return shadeOf(revisionOf(pod, census))
  const known = shades.get(before.ownerUid) ?? shadeOf(revisionOf(pod, census))
  shades.set(before.ownerUid, known)
  return known
}

/** Where facts are known and there is no such machine, nothing runs, as on one without power. */
const NO_MACHINE: Machine = { node: '', power: 'off', link: 'cut', slowDisk: false, images: [], state: 'off', bootedAt: 0 }

/** `rival`: another pod of the same name stands on the same node. */
export function podFacts(roll: Roll, key: string, pod: Pod, forgotten = false, rival = false): PodFacts {
  const { source } = roll
  const before = made.get(pod)
  const node = before?.node ?? sameName(roll, pod.spec.nodeName ?? '')
  const subject = before?.subject ?? `pods ${key}`
  const run = source.row('processes', pod.metadata.uid)
  const machine = node ? (roll.machines.get(node) ?? (roll.machines.size ? NO_MACHINE : undefined)) : undefined
  const timers = roll.timersOf(subject)
  const shade = podShade(pod, before, roll)
  const isSame = before && before.run === run && before.machine === machine && before.shade === shade && before.timers === timers
  // Objects and rows never change: what was worked out from the same ones holds.
  if (isSame && !forgotten && !before.forgotten) return before
  const owner = ownerOf(pod)
  const tenant = owner === 'sts' && !rival ? `sts ${key}` : pod.metadata.uid
  if (isSame && before.forgotten === forgotten && before.tenant === tenant) return before
  const facts: PodFacts = {
    key,
    pod,
    subject,
    node,
    birth: Date.parse(pod.metadata.creationTimestamp) || 0,
    timers,
    owner,
    shade,
    short: shortName(pod),
    ownerUid: sameName(roll, controllerOf(pod)?.uid ?? ''),
    milliCpu: isEnded(pod) ? 0 : requestsOf(pod.spec).cpu,
    run,
    machine,
    forgotten,
    aside: owner === 'job' && isEnded(pod),
    tenant,
    hasClaim: pod.spec.volumes?.some(v => v.persistentVolumeClaim) ?? false,
  }
  made.set(pod, facts)
  return facts
}
const made = new WeakMap<Pod, PodFacts>()

const spelled = new WeakMap<Source, Map<string, string>>()
export const namesOf = (source: Source): Map<string, string> => {
  const names = spelled.get(source) ?? new Map<string, string>()
  spelled.set(source, names)
  return names
}
