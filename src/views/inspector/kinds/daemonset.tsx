// A DaemonSet in the inspector: node by node, why there is a pod, or why there is none.
import { eligibility } from '../../../cluster/index.ts'
import { type DaemonSet, type Node, type PodTemplate, podSummary } from '../../../kube/index.ts'
import { useSessionHandle } from '../../../session/index.ts'
import { subjectOf } from '../../subject.ts'
import { useMirrorLook } from '../../watch.ts'
import { useWords } from '../../words/index.ts'
import { censusOf, daemonsets, naturally, shadeOf } from '../../workloads/index.ts'
import { Fact, Facts } from '../Facts.tsx'
import { Revisions } from '../WorkloadPart.tsx'
import { states } from './states.ts'
import type { InspectedKind } from './types.ts'
import { said } from './waiting.ts'

export const daemonset: InspectedKind<DaemonSet> = {
  actor: 'daemonset',
  state: states.daemonsets,
  numbers({ status }) {
    const wanted = status.desiredNumberScheduled ?? 0
    return [
      { key: 'inspect.count.nodes', wanted, seen: status.currentNumberScheduled ?? 0 },
      { key: 'inspect.count.updated', wanted, seen: status.updatedNumberScheduled ?? 0 },
      { key: 'inspect.count.ready', wanted, seen: status.numberReady ?? 0 },
      { key: 'inspect.count.available', wanted, seen: status.numberAvailable ?? 0 },
      { key: 'inspect.count.misplaced', wanted: 0, seen: status.numberMisscheduled ?? 0 },
    ]
  },
  wait: (source, subject) => said(source, 'daemonset', subject, ['settled']),
  pairs: [
    {
      want: 'status.desiredNumberScheduled',
      see: ['status.currentNumberScheduled', 'status.updatedNumberScheduled', 'status.numberReady', 'status.numberAvailable'],
    },
  ],
  Part: DaemonSetPart,
  Rest: ({ subject }) => <Revisions subject={subject} />,
}

function DaemonSetPart({ subject }: { subject: string; width: number }) {
  const t = useWords()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('daemonsets', 'pods', 'nodes', 'controllerrevisions')
  const { select } = useSessionHandle().getState()
  const d = mirror.object<DaemonSet>('daemonsets', key)
  if (!d) return null
  const places = new Map(daemonsets.places(d, censusOf(mirror)).map(p => [p.node, p]))
  const nodes = [...mirror.objects<Node>('nodes').values()].sort((a, b) => naturally(a.metadata.name, b.metadata.name))
  return (
    <section>
      <h3>{t('inspect.perNode')}</h3>
      <ul className="pod-list">
        {nodes.map(node => {
          const { name } = node.metadata
          const place = places.get(name)
          const pod = place?.pod
          return (
            <li key={name}>
              <button
                type="button"
                className="pick"
                onClick={() => select(pod ? `pods ${pod.metadata.namespace}/${pod.metadata.name}` : `nodes ${name}`)}
              >
                <span className={`lamp ${place?.state === 'ready' ? 'on' : ''}`} aria-hidden="true" />
                <span className={`swatch ds ${shadeOf(place?.revision ?? 0)}`} aria-hidden="true" />
                <span className="name">{name}</span>
                <span className="state">
                  {pod ? podSummary(pod).status : place ? t('stage.pod.notCreated') : <WhyNot node={node} template={d.spec.template} />}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      <Facts>
        <Fact name={t('inspect.update')}>{d.spec.updateStrategy?.type}</Fact>
      </Facts>
    </section>
  )
}

/** Why a node is not meant: asked of the controller's own rule, with and without what the template says of nodes. */
function WhyNot({ node, template }: { node: Node; template: PodTemplate }) {
  const t = useWords()
  const { nodeSelector: _s, affinity: _a, ...spec } = template.spec
  const isTainted = !eligibility({ ...template, spec })(node).shouldRun
  if (isTainted) return t('inspect.whyNot.taint', { taint: (node.spec?.taints ?? []).map(x => x.key).join(', ') })
  const label = Object.entries(template.spec.nodeSelector ?? {}).find(([k, v]) => node.metadata.labels?.[k] !== v)
  return label ? t('inspect.whyNot.label', { label: label.join('=') }) : t('inspect.whyNot.affinity')
}
