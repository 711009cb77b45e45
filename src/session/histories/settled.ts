// What must be true when the trouble is over and time has passed: everybody has what he asked for, nothing is on its way out, nothing is held, counted twice or
// left behind, and what is believed is what runs. Each rule names what is not so yet.
import type { Engine } from '../../engine/index.ts'
import { type ApiObject, compileSelector, type Pod } from '../../kube/index.ts'

type Say = (what: string) => void
type Numbers = Record<string, number | undefined>

const isTrue = (o: ApiObject, type: string) =>
  o.status?.conditions?.some((c: { type: string; status: string }) => c.type === type && c.status === 'True')
const isOver = (p: Pod) => p.status.phase === 'Succeeded' || p.status.phase === 'Failed'
const isReady = (p: Pod) => isTrue(p, 'Ready') === true
const isFinished = (j: ApiObject) => isTrue(j, 'Complete') || isTrue(j, 'Failed')
const HOLD = 'batch.kubernetes.io/job-tracking'

function expectNumbers(o: ApiObject, wanted: Numbers, say: Say): void {
  const status = (o.status ?? {}) as Numbers
  for (const [k, v] of Object.entries(wanted)) if ((status[k] ?? 0) !== v) say(`${k} is ${status[k] ?? 0}, not ${v}`)
  if (status.observedGeneration !== undefined && status.observedGeneration !== o.metadata.generation) say('its last change was not seen')
}

const RULES: Record<string, (o: ApiObject, say: Say, engine: Engine) => void> = {
  deployments: (o, say) => {
    const n = o.spec.replicas
    expectNumbers(o, { replicas: n, updatedReplicas: n, readyReplicas: n, availableReplicas: n, unavailableReplicas: 0 }, say)
  },
  replicasets: (o, say) => {
    const n = o.spec.replicas
    expectNumbers(o, { replicas: n, readyReplicas: n, availableReplicas: n }, say)
  },
  statefulsets: (o, say, { store }) => {
    const n = o.spec.replicas
    expectNumbers(o, { replicas: n, readyReplicas: n, availableReplicas: n, updatedReplicas: n, currentReplicas: n }, say)
    if (o.status.currentRevision !== o.status.updateRevision) say('two revisions')
    const start = o.spec.ordinals?.start ?? 0
    const names = store.by<Pod>('pods', 'controller', o.metadata.uid).map(p => p.metadata.name)
    for (let i = start; i < start + n; i++) if (!names.includes(`${o.metadata.name}-${i}`)) say(`no ${o.metadata.name}-${i}`)
  },
  daemonsets: (o, say) => {
    const n = o.status.desiredNumberScheduled
    const all = { currentNumberScheduled: n, numberReady: n, numberAvailable: n, updatedNumberScheduled: n, numberMisscheduled: 0 }
    expectNumbers(o, all, say)
  },
  jobs: (o, say) => {
    if (!isFinished(o)) say(`not finished: ${JSON.stringify(o.status)}`)
    if (o.status.active || o.status.terminating) say('finished with pods')
    const { succeeded = [], failed = [] } = o.status.uncountedTerminatedPods ?? {}
    if (succeeded.length + failed.length > 0) say('pods noted and not counted')
    const { completions } = o.spec
    if (isTrue(o, 'Complete') && !o.spec.successPolicy && completions !== undefined && o.status.succeeded !== completions)
      say(`complete with ${o.status.succeeded} of ${completions}`)
  },
  cronjobs: (o, say, { store }) => {
    const jobs = store.by('jobs', 'controller', o.metadata.uid).filter(isFinished)
    const many = (type: string) => jobs.filter(j => isTrue(j, type)).length
    if (many('Complete') > o.spec.successfulJobsHistoryLimit) say('too many that succeeded')
    if (many('Failed') > o.spec.failedJobsHistoryLimit) say('too many that failed')
    if (o.status.active?.length) say('says that some are at work')
  },
  pods: (o, say, { store }) => {
    const pod = o as Pod
    if (o.metadata.namespace !== 'default') return
    const owner = o.metadata.ownerReferences?.find(r => r.controller)
    if (o.metadata.finalizers?.includes(HOLD)) say('held by a Job that is over')
    if (!owner) return say('belongs to nobody')
    const plural = `${owner.kind.toLowerCase()}s`
    if (store.get(plural, `default/${owner.name}`)?.metadata.uid !== owner.uid) say(`its ${owner.kind} is there no more`)
    if (owner.kind === 'Job' ? !isOver(pod) : !isReady(pod)) say(`is ${pod.status.phase}`)
  },
  persistentvolumeclaims: (o, say, { store }) => {
    if (o.status.phase !== 'Bound') say(`is ${o.status.phase}`)
    if (store.get('persistentvolumes', o.spec.volumeName)?.spec.claimRef?.uid !== o.metadata.uid) say('its volume is not bound to it')
  },
  persistentvolumes: (o, say, { store }) => {
    const { namespace, name, uid } = o.spec.claimRef ?? {}
    if (store.get('persistentvolumeclaims', `${namespace}/${name}`)?.metadata.uid !== uid) say('its claim is gone')
  },
  nodes: (o, say) => {
    if (!isTrue(o, 'Ready')) say('is not Ready')
    if (o.spec.taints?.length) say(`has taints: ${JSON.stringify(o.spec.taints)}`)
  },
  poddisruptionbudgets: (o, say, { store }) => {
    const matches = compileSelector(o.spec.selector)
    const pods = store.by<Pod>('pods', 'namespace', 'default').filter(p => matches(p.metadata.labels) && !isOver(p))
    expectNumbers(o, { currentHealthy: pods.filter(isReady).length }, say)
    if (o.status.disruptionsAllowed < 0) say('allows less than nothing')
    if (Object.keys(o.status.disruptedPods ?? {}).length > 0) say('remembers disrupted pods')
  },
  horizontalpodautoscalers: (o, say, { store }) => {
    const n = store.get('deployments', `default/${o.spec.scaleTargetRef.name}`)?.spec.replicas
    if (n && (n < o.spec.minReplicas || n > o.spec.maxReplicas))
      say(`wants ${o.spec.minReplicas} to ${o.spec.maxReplicas}, and there are ${n}`)
  },
  services: (o, say, { store }) => {
    if (!o.spec.selector) return
    const matches = compileSelector({ matchLabels: o.spec.selector })
    const ready = store
      .by<Pod>('pods', 'namespace', 'default')
      .filter(p => matches(p.metadata.labels) && isReady(p))
      .map(p => p.metadata.uid)
    const slices = store.by('endpointslices', 'service', `default/${o.metadata.name}`)
    const told = slices
      .flatMap(s => s.endpoints ?? [])
      .filter(e => e.conditions?.ready)
      .map(e => e.targetRef?.uid)
    if ([...ready].sort().join() !== [...told].sort().join()) say(`${told.length} endpoints for ${ready.length} ready pods`)
  },
}

/** What is not as it should be at rest, in words. */
export function unsettled(engine: Engine): readonly string[] {
  const { store } = engine
  const left: string[] = []
  for (const [plural, rule] of Object.entries(RULES)) {
    for (const o of store.list(plural)) {
      const say: Say = what => left.push(`${plural} ${o.metadata.name}: ${what}`)
      if (o.metadata.deletionTimestamp) say('is still going')
      rule(o, say, engine)
    }
  }
  const running = new Set<string>()
  for (const run of engine.table<{ uid: string; key: string }>('processes').values()) running.add(run.uid)
  const believed = new Set<string>()
  for (const p of store.list<Pod>('pods')) {
    believed.add(p.metadata.uid)
    if (p.spec.nodeName && !isOver(p) && !running.has(p.metadata.uid)) left.push(`pods ${p.metadata.name}: nothing runs`)
  }
  for (const run of engine.table<{ uid: string; key: string }>('processes').values())
    if (!believed.has(run.uid)) left.push(`${run.key} runs, and is no pod`)
  return left
}
