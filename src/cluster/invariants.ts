// What must hold at every instant, whatever people and faults do. Tests and development run these beside the engine; a broken one is a defect of ours, never
// of the person who acted. Each rule tells what it saw.
import type { Commit, Engine } from '../engine/index.ts'
import type { Pod } from '../kube/index.ts'
import type { Machine, PodRun, Traffic } from './tables.ts'

/** Looks at every commit from now on and at everything when `look` is called; `broken` lists what was violated, in words. */
export function watchInvariants(engine: Engine): { broken: string[]; look(): void } {
  const broken: string[] = []
  let rv = engine.store.rv
  engine.store.listen(c => {
    const say = (rule: string) => broken.push(`${engine.now} ms, ${c.plural} ${c.key}: ${rule}`)
    if (c.rv <= rv) say('resourceVersion must rise')
    rv = c.rv
    if (c.plural === 'pods') podRules(c, say, engine)
    if (c.old && c.old.metadata.uid !== c.object.metadata.uid) say('a name is not given away while its object exists')
    if (
      c.object.metadata.generation !== undefined &&
      c.old?.metadata.generation !== undefined &&
      c.object.metadata.generation < c.old.metadata.generation
    )
      say('generation never falls')
  })
  return { broken, look: () => broken.push(...stateRules(engine)) }
}

const FINAL = new Set(['Succeeded', 'Failed'])

function podRules(c: Commit, say: (rule: string) => void, engine: Engine): void {
  const now = c.object as Pod
  const old = c.old as Pod | undefined
  if (!old) return
  if (old.spec.nodeName && now.spec.nodeName !== old.spec.nodeName) say('a bound pod never moves')
  if (FINAL.has(old.status.phase ?? '') && now.status.phase !== old.status.phase)
    say(`a pod that ended as ${old.status.phase} stays so, not ${now.status.phase}`)
  if (old.metadata.deletionTimestamp && !now.metadata.deletionTimestamp) say('a deletion is never taken back')
  for (const s of now.status.containerStatuses ?? []) {
    const before = old.status.containerStatuses?.find(b => b.name === s.name)
    // A machine that comes back has lost its containers, and counts anew.
    const lost = (engine.table<Machine>('machines').get(now.spec.nodeName ?? '')?.bootedAt ?? 0) > 0
    if (before && s.restartCount < before.restartCount && !lost) say(`restarts of ${s.name} never fall`)
  }
}

function stateRules(engine: Engine): string[] {
  const broken: string[] = []
  const say = (rule: string) => broken.push(`${engine.now} ms: ${rule}`)
  const machines = engine.table<Machine>('machines')
  for (const run of engine.table<PodRun>('processes').values()) {
    if (machines.get(run.node)?.power === 'off') say(`${run.key} runs on ${run.node}, which has no power`)
  }
  for (const t of engine.table<Traffic>('traffic').values()) {
    if (t.sent !== t.served + t.refused + t.timedOut + t.inFlight)
      say(`requests to ${t.service} do not add up: ${t.sent} ≠ ${t.served} + ${t.refused} + ${t.timedOut} + ${t.inFlight}`)
  }
  for (const node of engine.store.list('nodes')) {
    const pods = engine.store.by<Pod>('pods', 'node', node.metadata.name).filter(p => !FINAL.has(p.status.phase ?? ''))
    if (pods.length > Number(node.status?.allocatable?.pods ?? 110)) say(`${node.metadata.name} holds ${pods.length} pods`)
  }
  return broken
}
