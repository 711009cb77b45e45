// What can be done to a pod: delete it, gracefully or by force; evict it; end its container's process; make its probes fail, and heal them.
import { controllerOf, type Fault, type Pod } from '../../kube/index.ts'
import { workloadOfKind } from '../workloads/index.ts'
import { deletions } from './any.ts'
import { eviction } from './drain.ts'
import { faultsOf, mend, strike } from './fault.ts'
import { kubectl, kubectlRaw, pathOfObject, remove } from './requests.ts'
import type { Scenery, Verb } from './verb.ts'

/** Faults that were made for this pod alone. */
const faultsOfPod = (scenery: Scenery, pod: Pod): Fault[] =>
  faultsOf(scenery, 'ProbeFailure').filter(f => f.spec.pods?.name === pod.metadata.name && f.spec.pods.namespace === pod.metadata.namespace)

const probed = (pod: Pod) => pod.spec.containers.filter(c => c.readinessProbe || c.livenessProbe || c.startupProbe)

function crash(scenery: Scenery, pod: Pod): Verb | undefined {
  const running = (pod.status.containerStatuses ?? []).filter(c => c.state?.running)
  const first = running[0]
  if (!first) return undefined
  const { name, namespace = '' } = pod.metadata
  const deed = (container: string) =>
    strike(scenery, { code: 'fault.containerCrash', args: { pod: name, container } }, `crash-${name}`, {
      type: 'ContainerCrash',
      pods: { namespace, name, container },
      exitCode: 1,
    })
  return {
    id: 'crash',
    key: 'verb.crash',
    letter: 'C',
    group: 'fault',
    prominent: true,
    deed: deed(first.name),
    ...(running.length > 1 && { choices: running.map(c => ({ id: c.name, text: c.name, deed: deed(c.name) })) }),
  }
}

function probe(scenery: Scenery, pod: Pod): Verb | undefined {
  const faults = faultsOfPod(scenery, pod)
  const { name, namespace = '' } = pod.metadata
  if (faults.length) {
    const deed = mend({ code: 'fault.probeHealed', args: { pod: name } }, faults)
    return { id: 'probe', key: 'verb.healProbe', letter: 'F', group: 'fault', prominent: true, deed }
  }
  if (!probed(pod).length) return undefined
  const deed = strike(scenery, { code: 'fault.probeFailure', args: { pod: name } }, `probe-${name}`, {
    type: 'ProbeFailure',
    pods: { namespace, name },
  })
  return { id: 'probe', key: 'verb.failProbe', letter: 'F', group: 'fault', prominent: true, deed }
}

/** Asks the disruption budgets first: what drain does to each pod. */
function evict(pod: Pod): Verb {
  const { name } = pod.metadata
  const request = eviction(pod)
  return {
    id: 'evict',
    key: 'verb.evict',
    letter: 'V',
    group: 'end',
    deed: { say: { code: 'act.evict', args: { name } }, requests: [request], line: kubectlRaw(request) },
  }
}

/** Its name is somebody's identity, and its owner makes another one as soon as this object is gone. */
const hasIdentity = (pod: Pod) => workloadOfKind(controllerOf(pod)?.kind ?? '')?.owner === 'sts'

function force(scenery: Scenery, pod: Pod): Verb {
  const { name, namespace = '' } = pod.metadata
  const node = pod.spec.nodeName ?? ''
  const machine = scenery.mirror.row('machines', node)
  const runsUnseen = machine?.power === 'on' && machine.link === 'cut'
  const key = !hasIdentity(pod) ? 'verb.force.danger' : runsUnseen ? 'verb.force.twice' : 'verb.force.identity'
  return {
    id: 'force',
    key: 'verb.force',
    letter: 'X',
    group: 'end',
    ...(node && { danger: { key, args: { pod: name, node } } as const }),
    deed: {
      say: { code: 'act.force', args: { name } },
      requests: [remove(pathOfObject('pods', pod), { gracePeriodSeconds: 0, propagationPolicy: 'Background' })],
      line: kubectl(namespace, 'delete', 'pod', name, '--grace-period=0', '--force'),
    },
  }
}

export const ofPod = (scenery: Scenery, pod: Pod): Verb[] => [
  ...(pod.metadata.deletionTimestamp ? [] : [...deletions('pods', pod), evict(pod)]),
  ...[crash(scenery, pod), probe(scenery, pod)].filter(v => v !== undefined),
  force(scenery, pod),
]
