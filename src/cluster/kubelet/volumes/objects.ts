// The ConfigMaps and Secrets that a pod names, in its own namespace, and the texts in them.
import type { World } from '../../../engine/index.ts'
import { type ApiObject, type Pod, resourceOf } from '../../../kube/index.ts'

export type Named = 'configmaps' | 'secrets'
export type Texts = Readonly<Record<string, string>>

/** The object, if it is there; of a kind that the house does not have nothing is. */
export const objectOf = (world: World, plural: Named, pod: Pod, name = ''): ApiObject | undefined =>
  resourceOf(plural) && world.get(plural, `${pod.metadata.namespace}/${name}`)

/** Its texts by key, in plain. */
export function textsOf(o: ApiObject | undefined): Texts {
  const data = (o?.data ?? {}) as Texts
  const binary = o?.kind === 'Secret' ? data : ((o?.binaryData ?? {}) as Texts)
  const plain = Object.fromEntries(Object.entries(binary).map(([k, v]) => [k, fromBase64(v)]))
  return o?.kind === 'Secret' ? plain : { ...data, ...plain }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function fromBase64(text: string): string {
  let escaped = ''
  let raw = ''
  let held = 0
  let bits = 0
  for (const c of text) {
    const six = ALPHABET.indexOf(c)
    if (six < 0) continue
    held = ((held << 6) | six) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const byte = (held >> bits) & 255
    raw += String.fromCharCode(byte)
    escaped += `%${byte.toString(16).padStart(2, '0')}`
  }
  try {
    return decodeURIComponent(escaped)
  } catch {
    return raw
  }
}
