// What a pod asks for. Containers add up, init containers run one after the other, sidecars run all the time; what is not asked for counts as
// a little when nodes are compared, so that pods without requests do not all land on one node. Upstream: component-helpers resource/helpers.go,
// pkg/scheduler/util/pod_resources.go, pkg/scheduler/framework/types.go.
import { type Container, milliValue, type PodSpec, quantityValue } from '../../kube/index.ts'

/** Amounts by resource: CPU in thousandths, everything else in whole units. */
export interface Amounts {
  readonly cpu: number
  readonly memory: number
  /** ephemeral-storage, hugepages and extended resources. */
  readonly others: ReadonlyMap<string, number>
}

export interface Requests extends Amounts {
  /** The same where a container that says nothing counts as 100m and 200Mi. */
  readonly cpuOrDefault: number
  readonly memoryOrDefault: number
}

const DEFAULT_CPU = 100
const DEFAULT_MEMORY = 200 * 1024 * 1024

/** Resources that a pod as a whole may ask for; upstream pod-level resources know no others. */
type Listed = Readonly<Record<string, string | number>> | undefined
type Sums = Map<string, number>

const amount = (name: string, text: string | number) => (name === 'cpu' ? milliValue(text) : quantityValue(text))

type Side = 'requests' | 'limits'

function listed(c: Container, side: Side, orDefault: boolean): Sums {
  const sums: Sums = new Map()
  for (const [name, text] of Object.entries(c.resources?.[side] ?? {})) sums.set(name, amount(name, text as string))
  if (orDefault) {
    if (!sums.has('cpu')) sums.set('cpu', DEFAULT_CPU)
    if (!sums.has('memory')) sums.set('memory', DEFAULT_MEMORY)
  }
  return sums
}

const add = (to: Sums, from: Sums) => {
  for (const [name, n] of from) to.set(name, (to.get(name) ?? 0) + n)
}
const raise = (to: Sums, from: Sums) => {
  for (const [name, n] of from) to.set(name, Math.max(to.get(name) ?? 0, n))
}

function total(spec: PodSpec, side: Side, orDefault: boolean): Sums {
  const sums: Sums = new Map()
  for (const c of spec.containers ?? []) add(sums, listed(c, side, orDefault))
  const sidecars: Sums = new Map()
  const highest: Sums = new Map()
  for (const c of spec.initContainers ?? []) {
    const own = listed(c, side, orDefault)
    if ((c as { restartPolicy?: string }).restartPolicy === 'Always') {
      add(sums, own)
      add(sidecars, own)
      raise(highest, sidecars)
    } else {
      add(own, sidecars)
      raise(highest, own)
    }
  }
  raise(sums, highest)
  const whole = (spec as { resources?: Partial<Record<Side, Listed>> }).resources?.[side]
  for (const [name, text] of Object.entries(whole ?? {})) sums.set(name, amount(name, text))
  for (const [name, text] of Object.entries((spec.overhead as Listed) ?? {})) sums.set(name, (sums.get(name) ?? 0) + amount(name, text))
  return sums
}

function compute(spec: PodSpec): Requests {
  const real = total(spec, 'requests', false)
  const guessed = total(spec, 'requests', true)
  const others = new Map<string, number>()
  for (const [name, n] of real) if (name !== 'cpu' && name !== 'memory' && n > 0) others.set(name, n)
  return {
    cpu: real.get('cpu') ?? 0,
    memory: real.get('memory') ?? 0,
    others,
    cpuOrDefault: guessed.get('cpu') ?? 0,
    memoryOrDefault: guessed.get('memory') ?? 0,
  }
}

/** What a pod of this spec requests or may use at most, by resource: CPU in thousandths, the rest in whole units. */
export const amountsIn = (spec: PodSpec, side: Side): ReadonlyMap<string, number> => total(spec, side, false)

// A bound pod has another spec object than before, but the same containers.
interface Known {
  readonly spec: PodSpec
  readonly requests: Requests
}
const known = new WeakMap<readonly Container[], Known>()

/** What a pod of this spec asks for. */
export function requestsOf(spec: PodSpec): Requests {
  const containers = spec.containers ?? []
  const k = known.get(containers)
  if (k && k.spec.initContainers === spec.initContainers && k.spec.overhead === spec.overhead && sameWhole(k.spec, spec)) return k.requests
  const requests = compute(spec)
  known.set(containers, { spec, requests })
  return requests
}

const sameWhole = (a: PodSpec, b: PodSpec) => (a as { resources?: unknown }).resources === (b as { resources?: unknown }).resources

/** Whether a pod asks for nothing at all: best effort. */
export const asksNothing = (r: Amounts): boolean => r.cpu === 0 && r.memory === 0 && r.others.size === 0

/** What a node can give: its allocatable. */
export function amountsOf(list: Listed): Amounts & { readonly pods: number } {
  const others = new Map<string, number>()
  let cpu = 0
  let memory = 0
  let pods = 0
  for (const [name, text] of Object.entries(list ?? {})) {
    const n = amount(name, text)
    if (name === 'cpu') cpu = n
    else if (name === 'memory') memory = n
    else if (name === 'pods') pods = n
    else others.set(name, n)
  }
  return { cpu, memory, pods, others }
}
