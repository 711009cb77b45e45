// A node's own part: the machine's chart, what of it is asked for, its pods.
import { type Machine, requestsOf, timedMachines } from '../../cluster/index.ts'
import { milliValue, type Node, type Pod } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { ChartPicture } from './chart/ChartPicture.tsx'
import { type MachineConfig, timedDefinition } from './chart/definition.ts'
import { PodList } from './PodList.tsx'

const chart = timedDefinition(timedMachines.node.config as MachineConfig)

export function NodePart({ subject, width }: { subject: string; width: number }) {
  const mirror = useMirrorLook('machines')
  const machine: Machine | undefined = mirror.row('machines', subjectOf(subject).key)
  if (!machine) return null
  return (
    <section>
      <ChartPicture definition={chart} lit={machine.state} width={width} />
    </section>
  )
}

/** What of the node is asked for, and by whom. */
export function NodeRest({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const session = useSessionHandle()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('nodes', 'pods')
  const node = mirror.object<Node>('nodes', key)
  const pods = [...mirror.objects<Pod>('pods').values()].filter(p => p.spec.nodeName === key)
  const cpu = cpuAskedBy(pods)
  const all = milliValue(node?.status.allocatable?.cpu)
  return (
    <>
      {node && (
        <section>
          <h3>{t('inspect.requested')}</h3>
          <dl className="facts">
            <div>
              <dt>{t('inspect.cpu')}</dt>
              <dd>{t('inspect.of', { used: cpu / 1000, all: all / 1000 })}</dd>
            </div>
            <div>
              <dt>{t('inspect.pods')}</dt>
              <dd>{t('inspect.of', { used: pods.filter(isUsing).length, all: String(node.status.allocatable?.pods ?? '') })}</dd>
            </div>
          </dl>
        </section>
      )}
      <PodList pods={pods} select={s => session.getState().select(s)} />
    </>
  )
}

/** What these pods ask for together, in thousandths of a CPU, as the scheduler counts it: init containers, sidecars and overhead too. */
export const cpuAskedBy = (pods: readonly Pod[]): number => pods.filter(isUsing).reduce((sum, p) => sum + requestsOf(p.spec).cpu, 0)

const isUsing = (p: Pod) => p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed'
