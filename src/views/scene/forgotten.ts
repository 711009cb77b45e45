// Processes whose pod has no object any more: it was deleted by force while its node could not be reached, and nobody can tell whether it still runs.
// It does. All that is known of it is what the process itself tells, and whose it must have been by its name.
import type { PodRun } from '../../cluster/index.ts'
import { controllerRef, type Pod } from '../../kube/index.ts'
import type { Workload } from './cluster.ts'
import type { Source } from './types.ts'

const made = new WeakMap<PodRun, { readonly owner: string; readonly pod: Pod }>()

const lives = (run: PodRun) => run.containers.some(c => c.startedAt !== undefined && c.finishedAt === undefined)

/** `strays`: uids of processes whose pod has no object. */
export function forgottenPods(source: Source, strays: Iterable<string>, workloads: readonly Workload[]): Pod[] {
  const out: Pod[] = []
  for (const uid of strays) {
    const run = source.row('processes', uid)
    if (run && lives(run)) out.push(podOf(run, workloads))
  }
  return out
}

function podOf(run: PodRun, workloads: readonly Workload[]): Pod {
  const at = run.key.indexOf('/')
  const namespace = run.key.slice(0, at)
  const name = run.key.slice(at + 1)
  const owner = ownerByName(namespace, name, workloads)
  const uid = owner?.object.metadata.uid ?? ''
  const before = made.get(run)
  if (before?.owner === uid) return before.pod
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: run.uid,
      resourceVersion: '0',
      // Before everybody else: it was there first.
      creationTimestamp: '',
      deletionTimestamp: '',
      ...(owner && { ownerReferences: [controllerRef(owner.object)] }),
    },
    spec: { containers: [], nodeName: run.node },
    status: { phase: 'Running' },
  } as unknown as Pod
  made.set(run, { owner: uid, pod })
  return pod
}

/** The longest name of a workload that makes its own pods and with which the pod's begins. */
function ownerByName(namespace: string, name: string, workloads: readonly Workload[]): Workload | undefined {
  let best: Workload | undefined
  for (const w of workloads) {
    const { metadata } = w.object
    if (w.kind.plural === 'deployments' || w.kind.plural === 'cronjobs') continue
    if (metadata.namespace !== namespace || !name.startsWith(`${metadata.name}-`)) continue
    if (!best || metadata.name.length > best.object.metadata.name.length) best = w
  }
  return best
}
