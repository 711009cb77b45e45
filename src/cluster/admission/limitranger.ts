// What a namespace's LimitRanges say of its pods: requests and limits that are not stated are filled in, those out of bounds are refused. Upstream:
// plugin/pkg/admission/limitranger/admission.go.
import {
  type ApiObject,
  type Container,
  canonicalQuantity,
  compareQuantities,
  milliQuantity,
  type PodSpec,
  parseQuantity,
  qosClass,
  quantityOf,
  resourceOf,
} from '../../kube/index.ts'
import { amountsIn } from '../scheduler/index.ts'
import { type Attempt, isValid, type Plugin, refuse } from './plugin.ts'

type Quantities = Readonly<Record<string, string>>
interface Limit {
  type: string
  default?: Quantities
  defaultRequest?: Quantities
  min?: Quantities
  max?: Quantities
  maxLimitRequestRatio?: Quantities
}
const limitsOf = (range: ApiObject): readonly Limit[] => range.spec?.limits ?? []
const sorted = (q: Quantities | undefined) => Object.keys(q ?? {}).sort()

const ANNOTATION = 'kubernetes.io/limit-ranger'

interface Filling {
  readonly words: string[]
  requests: Quantities
  limits: Quantities
}

function filled(c: Container, what: string, f: Filling): Container {
  const limits = { ...c.resources?.limits }
  const requests = { ...c.resources?.requests }
  const add = (to: Record<string, string>, from: Quantities, side: string) => {
    const missing = sorted(from).filter(name => to[name] === undefined)
    for (const name of missing) to[name] = from[name] as string
    if (missing.length) f.words.push(`${missing.join(', ')} ${side} for ${what} ${c.name}`)
    return missing.length > 0
  }
  const requested = add(requests, f.requests, 'request')
  const limited = add(limits, f.limits, 'limit')
  if (!requested && !limited) return c
  const some = (q: object) => Object.keys(q).length > 0
  return { ...c, resources: { ...c.resources, ...(some(limits) && { limits }), ...(some(requests) && { requests }) } }
}

/** A pod with the defaults of the ranges, told in an annotation. */
export function fillIn(pod: ApiObject, ranges: readonly ApiObject[]): ApiObject {
  const words: string[] = []
  let spec = pod.spec as PodSpec
  for (const range of ranges) {
    const ofContainers = limitsOf(range).filter(l => l.type === 'Container')
    const merge = (side: 'default' | 'defaultRequest') => Object.assign({}, ...ofContainers.map(l => l[side])) as Quantities
    const f: Filling = { words, requests: merge('defaultRequest'), limits: merge('default') }
    const containers = spec.containers?.map(c => filled(c, 'container', f))
    const init = spec.initContainers?.map(c => filled(c, 'init container', f))
    spec = { ...spec, ...(containers && { containers }), ...(init && { initContainers: init }) }
  }
  if (!words.length) return pod
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${words.join('; ')}` }
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec, status: { ...pod.status, qosClass: qosClass(spec) } }
}

/** What one container, or the pod as a whole, requests and is limited to. */
interface Use {
  readonly requests: Quantities
  readonly limits: Quantities
}

const over = (a: string, b: string) => compareQuantities(a, b) > 0
const stated = (q: string | undefined): q is string => q !== undefined && parseQuantity(q).nano !== 0n
const ratioOf = (limit: string, request: string) => Number(parseQuantity(limit).nano) / Number(parseQuantity(request).nano)

function complaints(limit: Limit, { requests, limits }: Use): string[] {
  const { type } = limit
  const said: string[] = []
  for (const name of sorted(limit.min)) {
    const least = limit.min?.[name] as string
    const head = `minimum ${name} usage per ${type} is ${canonicalQuantity(least)}`
    const request = requests[name]
    const most = limits[name]
    if (request === undefined) said.push(`${head}.  No request is specified`)
    else if (over(least, request)) said.push(`${head}, but request is ${canonicalQuantity(request)}`)
    else if (most !== undefined && over(least, most)) said.push(`${head}, but limit is ${canonicalQuantity(most)}`)
  }
  for (const name of sorted(limit.max)) {
    const most = limit.max?.[name] as string
    const head = `maximum ${name} usage per ${type} is ${canonicalQuantity(most)}`
    const asked = limits[name]
    const request = requests[name]
    if (asked === undefined) said.push(`${head}.  No limit is specified`)
    else if (over(asked, most)) said.push(`${head}, but limit is ${canonicalQuantity(asked)}`)
    else if (request !== undefined && over(request, most)) said.push(`${head}, but request is ${canonicalQuantity(request)}`)
  }
  for (const name of sorted(limit.maxLimitRequestRatio)) {
    const most = limit.maxLimitRequestRatio?.[name] as string
    const head = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(most)}`
    const request = requests[name]
    const asked = limits[name]
    if (!stated(request)) said.push(`${head}, but no request is specified or request is 0`)
    else if (!stated(asked)) said.push(`${head}, but no limit is specified or limit is 0`)
    else if (ratioOf(asked, request) > Number(parseQuantity(most).nano) / 1e9)
      said.push(`${head}, but provided ratio is ${ratioOf(asked, request).toFixed(6)}`)
  }
  return said
}

const whole = (spec: PodSpec, side: 'requests' | 'limits'): Quantities =>
  Object.fromEntries([...amountsIn(spec, side)].map(([name, n]) => [name, name === 'cpu' ? milliQuantity(n) : quantityOf(n, 'BinarySI')]))

function usesOf(limit: Limit, spec: PodSpec): Use[] {
  if (limit.type === 'Pod') return [{ requests: whole(spec, 'requests'), limits: whole(spec, 'limits') }]
  if (limit.type !== 'Container') return []
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ resources }) => ({
    requests: (resources?.requests ?? {}) as Quantities,
    limits: (resources?.limits ?? {}) as Quantities,
  }))
}

const together = (said: readonly string[]) => {
  const once = [...new Set(said)]
  return once.length > 1 ? `[${once.join(', ')}]` : once[0]
}

/** What a range has against a pod. */
export const againstPod = (pod: ApiObject, range: ApiObject): string | undefined =>
  together(limitsOf(range).flatMap(l => usesOf(l, pod.spec as PodSpec).flatMap(use => complaints(l, use))))

/** What a range has against a claim. */
export function againstClaim(claim: ApiObject, range: ApiObject): string | undefined {
  const asked = claim.spec?.resources?.requests?.storage as string | undefined
  return together(
    limitsOf(range).flatMap(({ type, min, max }) => {
      if (type !== 'PersistentVolumeClaim' || asked === undefined) return []
      const say = (which: string, bound: string) =>
        `${which} storage usage per ${type} is ${canonicalQuantity(bound)}, but request is ${canonicalQuantity(asked)}`
      return [
        ...(min?.storage && over(min.storage, asked) ? [say('minimum', min.storage)] : []),
        ...(max?.storage && over(asked, max.storage) ? [say('maximum', max.storage)] : []),
      ]
    }),
  )
}

function rangesFor(o: ApiObject, { env }: Attempt): readonly ApiObject[] {
  if (!resourceOf('limitranges')) return []
  const found: ApiObject[] = []
  for (const r of env.list('limitranges')) if (r.metadata.namespace === o.metadata.namespace) found.push(r)
  return found
}

/** Fills in. */
export const limitRanger: Plugin = (o, attempt) => {
  const ranges = rangesFor(o, attempt)
  return ranges.length ? fillIn(o, ranges) : o
}

/** Refuses, after what is invalid has been refused by validation. */
export const limitRangerCheck: Plugin = (o, attempt) => {
  const against = attempt.resource.plural === 'pods' ? againstPod : againstClaim
  for (const range of rangesFor(o, attempt)) {
    const why = against(o, range)
    if (why && isValid(o, attempt)) throw refuse(attempt, o, why)
  }
  return o
}
