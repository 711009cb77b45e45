// What differs from run to run by nature, put out of sight: uids, addresses, times, hashes and random suffixes, which node a pod got, what a runtime
// tells of an image. The recordings in fixtures/golden are masked in the same way, so the words in capitals are theirs.

/** What a name is completed with by chance, and what is computed of a template: apimachinery pkg/util/rand draws from few letters, and no vowels. */
const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]{5}'
const HASH = '[456789bcdf]{6,10}'

/** Node ports picked by the server lie above those that a manifest asks for. */
const isPicked = (port: unknown) => Number(port) >= 30086 && Number(port) < 40000

const WORDS: readonly [RegExp, string | ((found: string) => string)][] = [
  [/\b3[0-2]\d{3}(?=\/(TCP|UDP|SCTP))/g, port => (isPicked(port) ? 'PORT' : port)],
  [/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UID'],
  [/sha256:[0-9a-f]{64}/g, 'SHA'],
  [/containerd:\/\/[^\s"]+/g, 'CID'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/\b10\.\d+\.\d+\.\d+\b/g, 'IP'],
  [/in \d[\dhms.µ]*s \(\d[\dhms.µ]*s including waiting\)\. Image size: \d+ bytes\./g, 'in DUR. Image size: SIZE.'],
  // A CronJob names its Jobs after their minute since 1970.
  [/-2[4-9]\d{6}(?=["\s:,./-]|$)/g, '-MINUTE'],
  [new RegExp(`-${HASH}-${SUFFIX}\\b`, 'g'), '-HASH-RAND'],
  [new RegExp(`-${HASH}\\b`, 'g'), '-HASH'],
  [new RegExp(`\\b${HASH}(?=["\\s,]|$)`, 'g'), word => (/\d/.test(word) && word.length > 7 ? 'HASH' : word)],
  [new RegExp(`-${SUFFIX}(?=["\\\\\\s,:;./)\\]_]|$)`, 'g'), '-RAND'],
]

/** A text without what is different in every run. */
export function masked(text: string, namespace: string): string {
  let out = text.replaceAll(namespace, 'NS')
  for (const [what, by] of WORDS) out = typeof by === 'string' ? out.replace(what, by) : out.replace(what, by)
  return out
}

const withoutNodes = (text: string) => text.replace(/\bnode-\d+\b/g, 'NODE').replace(/\bzone-[a-z]\b/g, 'ZONE')

/** A message without the dumps of whole internal objects, which only Go can print. */
export const brief = (message: string): string =>
  message
    .replace(/Invalid value: "?\{.{400,}?\}(\\n)?"?: (?=[a-z])/gs, 'Invalid value: OBJECT: ')
    .replace(/Invalid value: "map\[.{200,}?\]": (?=[a-z])/gs, 'Invalid value: OBJECT: ')
    .replace(/(if it was previously negative\))\n.*/s, '$1 DIFF')

/** What is left out wherever it stands, under metadata only, and in a container's status. */
const OMITTED = new Set(['uid', 'resourceVersion', 'kubectl.kubernetes.io/last-applied-configuration'])
const OMITTED_OF_METADATA = new Set(['managedFields', 'selfLink'])
const OMITTED_OF_CONTAINERS = new Set(['volumeMounts', 'resources', 'allocatedResources', 'user'])
/** Fields that are addresses or nothing. */
const ADDRESSES = new Set(['podIPs', 'hostIPs', 'clusterIPs', 'addresses'])

export interface Masking {
  namespace: string
  /** Which node a pod is on matters here. */
  keepNodes: boolean
}

/** A value as facts are told of it. */
export function normal(value: unknown, masking: Masking, of = ''): unknown {
  if (Array.isArray(value)) return value.filter(v => !isTokenVolume(v)).map(v => normal(v, masking, of))
  if (typeof value === 'object' && value !== null) return normalObject(value as Record<string, unknown>, masking, of)
  if (typeof value !== 'string') return value
  const text = masked(of === 'message' ? brief(value) : value, masking.namespace)
  return masking.keepNodes ? text : withoutNodes(text)
}

function normalObject(o: Record<string, unknown>, masking: Masking, of: string): unknown {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(o)) {
    if (isOmitted(key, of)) continue
    const kept = fixed(key, value, of, masking) ?? normal(value, masking, key)
    // A list of nothing but the service account's token is as good as none.
    if (Array.isArray(kept) && kept.length === 0 && Array.isArray(value) && value.length > 0) continue
    out[String(normal(key, masking))] = kept
  }
  return out
}

const isOmitted = (key: string, of: string) =>
  OMITTED.has(key) ||
  (of === 'metadata' && OMITTED_OF_METADATA.has(key)) ||
  (of === 'conditions' && key === 'observedGeneration') ||
  (/^(initC|c)ontainerStatuses$/.test(of) && OMITTED_OF_CONTAINERS.has(key))

/** The word that stands for a field's value whatever it is. */
function fixed(key: string, value: unknown, of: string, { keepNodes }: Masking): unknown {
  if (!keepNodes && (key === 'nodeName' || (key === 'host' && of === 'source'))) return 'NODE'
  if (key === 'hostIP' || key === 'podIP') return 'IP'
  if (ADDRESSES.has(key)) return ['IP']
  if (key === 'clusterIP') return value === 'None' ? 'None' : 'IP'
  if (/^(healthCheckN|n)odePort$/.test(key) && isPicked(value)) return 'PORT'
  return undefined
}

const isTokenVolume = (v: unknown) => /^kube-api-access/.test((v as { name?: string } | null)?.name ?? '')

/** What is said of an event: who, what, of whom. Undefined for those that tell of the machine below and not of Kubernetes. */
export function eventLine(e: EventLike, { namespace, keepNodes }: Masking): string | undefined {
  if (/^(MissingClusterDNS|InvalidDiskCapacity|NodeAllocatableEnforced|Pulling|ClusterIPNotAllocated)$/.test(e.reason)) return undefined
  const message = e.message ?? ''
  if (/ not registered$/.test(message)) return undefined
  // Whether the image was there already depends on what ran before on the node.
  const words = masked(message, namespace)
    .replace(/^Successfully pulled image ("[^"]*") in DUR.*$/, 'Pulled $1')
    .replace(/^Container image ("[^"]*") already present on machine$/, 'Pulled $1')
  const { kind, name } = e.involvedObject
  const line = masked(`${e.type} ${e.reason} ${kind}/${name} [${e.source?.component || e.reportingComponent}] ${words}`, namespace)
  return keepNodes ? line : line.replace(/\bnode-\d+\b/g, 'NODE')
}

export interface EventLike {
  type: string
  reason: string
  message?: string
  involvedObject: { kind: string; name: string }
  source?: { component?: string }
  reportingComponent?: string
}
