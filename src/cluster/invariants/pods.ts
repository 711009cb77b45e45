// Pods and what really runs: a bound pod never moves, an end is final, nothing runs without power, no node holds more than it can, and a name runs once,
// unless somebody deleted by force.
import type { Commit, Engine } from '../../engine/index.ts'
import type { Pod } from '../../kube/index.ts'
import type { Machine, PodRun } from '../tables.ts'
import { hasEnded, type Rules, type Say } from './rules.ts'

export const isRunning = (run: PodRun): boolean => run.containers.some(c => c.startedAt !== undefined && c.finishedAt === undefined)

export function podRules(engine: Engine, isForced: (key: string) => boolean): Rules {
  const machines = engine.table<Machine>('machines')
  const runs = engine.table<PodRun>('processes')
  return {
    plurals: ['pods'],
    commit: (c, say) => changed(c, say, machines.get((c.object as Pod).spec.nodeName ?? '')),
    look(say) {
      const running = new Set<string>()
      for (const run of runs.values()) {
        if (machines.get(run.node)?.power === 'off') say(`${run.key} runs on ${run.node}, which has no power`)
        if (!isRunning(run)) continue
        if (running.has(run.key) && !isForced(run.key)) say(`${run.key} runs twice at once`)
        running.add(run.key)
      }
      for (const node of engine.store.list('nodes')) {
        // One that was put there by hand counts once its kubelet has taken it in.
        const pods = engine.store.by<Pod>('pods', 'node', node.metadata.name).filter(p => !hasEnded(p) && runs.has(p.metadata.uid))
        if (pods.length > Number(node.status?.allocatable?.pods ?? 110)) say(`${node.metadata.name} holds ${pods.length} pods`)
      }
    },
  }
}

function changed({ object, old: before }: Commit, say: Say, machine: Machine | undefined): void {
  const [now, old] = [object as Pod, before as Pod | undefined]
  if (!old) return
  if (old.spec.nodeName && now.spec.nodeName !== old.spec.nodeName) say('a bound pod never moves')
  if (hasEnded(old) && now.status.phase !== old.status.phase)
    say(`a pod that ended as ${old.status.phase} stays so, not ${now.status.phase}`)
  // A machine that comes back has lost its containers, and counts anew.
  const isLost = (machine?.bootedAt ?? 0) > 0
  for (const s of now.status.containerStatuses ?? []) {
    const last = old.status.containerStatuses?.find(b => b.name === s.name)
    if (last && s.restartCount < last.restartCount && !isLost) say(`restarts of ${s.name} never fall`)
  }
}
