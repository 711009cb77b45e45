// A node's own part: the machine's chart, what of it is asked for, its pods.
import { type Machine, requestsOf, timedMachines } from '../../cluster/index.ts'
import { milliValue, type Node, type Pod, quantityOf, quantityValue } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { subjectOf } from '../subject.ts'
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
  const { allocatable } = node?.status ?? {}
  const asked = [
    { of: t('inspect.cpu'), used: cpuAskedBy(pods) / 1000, all: milliValue(allocatable?.cpu) / 1000 },
    {
      of: t('inspect.memory'),
      used: quantityOf(memoryAskedBy(pods), 'BinarySI'),
      all: quantityOf(quantityValue(allocatable?.memory), 'BinarySI'),
    },
    { of: t('inspect.pods'), used: pods.filter(isUsing).length, all: String(allocatable?.pods ?? '') },
  ]
  const taints = node?.spec.taints ?? []
  return (
    <>
      {node && (
        <section>
          <h3>{t('inspect.requested')}</h3>
          <dl className="facts">
            {asked.map(({ of, used, all }) => (
              <div key={of}>
                <dt>{of}</dt>
                <dd>{t('inspect.of', { used, all })}</dd>
              </div>
            ))}
          </dl>
          <p className="note">{t('inspect.requested.note')}</p>
        </section>
      )}
      {taints.length > 0 && (
        <section>
          <h3>{t('inspect.taints')}</h3>
          <dl className="facts">
            {taints.map(({ key: name, value, effect }) => (
              <div key={`${name} ${effect}`}>
                <dt>{value ? `${name}=${value}` : name}</dt>
                <dd>{effect}</dd>
              </div>
            ))}
          </dl>
          <p className="note">{t('inspect.taints.note')}</p>
        </section>
      )}
      <PodList pods={pods} select={s => session.getState().select(s)} />
    </>
  )
}

/** What these pods ask for together, in thousandths of a CPU, as the scheduler counts it: init containers, sidecars and overhead too. */
export const cpuAskedBy = (pods: readonly Pod[]): number => pods.filter(isUsing).reduce((sum, p) => sum + requestsOf(p.spec).cpu, 0)

const memoryAskedBy = (pods: readonly Pod[]): number => pods.filter(isUsing).reduce((sum, p) => sum + requestsOf(p.spec).memory, 0)

const isUsing = (p: Pod) => p.status.phase !== 'Succeeded' && p.status.phase !== 'Failed'
