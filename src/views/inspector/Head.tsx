// The head of the inspector: what it is, how it is, where it is, what it is called in full.
import type { ReactNode } from 'react'
import type { Machine } from '../../cluster/index.ts'
import {
  controllerOf,
  type Deployment,
  isConditionTrue,
  type Node,
  type Pod,
  podSummary,
  type ReplicaSet,
  type Service,
} from '../../kube/index.ts'
import { type Mirror, useSessionHandle } from '../../session/index.ts'
import { nodeStatus } from '../scene/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import { useMirrorLook } from '../watch.ts'
import { say, useWords } from '../words/index.ts'
import { titleOf } from './title.ts'

export function Head({ subject }: { subject: string }) {
  const t = useWords()
  const { plural, key, namespace } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'machines', 'nodes')
  const title = titleOf(mirror, subject)
  const state = stateOf(mirror, subject)
  const truth = truthOf(mirror, subject)
  const name = key.slice(key.indexOf('/') + 1)
  // The title says it already where the name is short.
  const full =
    plural === 'actors' || plural === 'zones' ? '' : title.endsWith(` ${name}`) && (!namespace || namespace === 'default') ? '' : name
  return (
    <header className="inspector-head">
      <h2>{title}</h2>
      {state && <p className="sub">{state}</p>}
      {truth && <p className="sub truth">{truth}</p>}
      {full && (
        <p className="sub mono full">
          {full}
          {namespace && namespace !== 'default' && <span> {t('inspect.in', { namespace })}</span>}
        </p>
      )}
      <Owner subject={subject} />
    </header>
  )
}

/** Whose it is: a way up to the ReplicaSet and its Deployment. */
function Owner({ subject }: { subject: string }): ReactNode {
  const t = useWords()
  const session = useSessionHandle()
  const { plural, key } = subjectOf(subject)
  const { mirror } = session.getState()
  const owner = plural === 'pods' || plural === 'replicasets' ? ownerOf(mirror, plural, key) : undefined
  if (!owner) return null
  return (
    <p className="sub owner">
      <span className="hidden-text">{t('inspect.owner')} </span>
      <button type="button" className="link" onClick={() => session.getState().select(owner)}>
        {titleOf(mirror, owner)}
      </button>
    </p>
  )
}

const PLURALS: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
}

function ownerOf(mirror: Mirror, plural: string, key: string): string | undefined {
  const object = mirror.object(plural, key)
  const owner = object && controllerOf(object)
  const plurals = owner && PLURALS[owner.kind]
  return plurals && `${plurals} ${object.metadata.namespace}/${owner.name}`
}

/** What the API says, in one line. */
export function stateOf(mirror: Mirror, subject: string): string {
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'actors') return say(`actor.${name}`)
  const object = mirror.object(plural, key)
  if (!object) return ''
  switch (plural) {
    case 'pods':
      return podState(mirror, object as Pod)
    case 'nodes':
      return [nodeStatus(object as Node).replace(',', ', '), zoneLabel(object as Node)].filter(Boolean).join('. ')
    case 'deployments':
    case 'replicasets': {
      const o = object as Deployment | ReplicaSet
      const args = { wanted: o.spec.replicas, ready: o.status.readyReplicas ?? 0 }
      return say((o as Deployment).spec.paused ? 'inspect.workload.paused' : 'inspect.workload.state', args)
    }
    case 'services':
      return say('inspect.service.state', {
        ip: String((object as Service).spec.clusterIP ?? ''),
        port: (object as Service).spec.ports?.[0]?.port ?? '',
      })
    default:
      return ''
  }
}

const zoneLabel = (node: Node): string => node.metadata.labels?.['topology.kubernetes.io/zone'] ?? ''

function podState(mirror: Mirror, pod: Pod): string {
  const { status } = podSummary(pod)
  const ready = isConditionTrue(pod.status.conditions, 'Ready')
  const node = pod.spec.nodeName
  const zone = node ? mirror.object<Node>('nodes', node)?.metadata.labels?.['topology.kubernetes.io/zone'] : ''
  const how = status === 'Running' ? say(ready ? 'inspect.pod.ready' : 'inspect.pod.notReady', { status }) : status
  return [how, node ? [node, zone].filter(Boolean).join(', ') : say('inspect.pod.noNode')].join('. ')
}

/** What really is, where that is not what the API says. */
function truthOf(mirror: Mirror, subject: string): string {
  const { plural, key } = subjectOf(subject)
  const node = plural === 'nodes' ? key : plural === 'pods' ? mirror.object<Pod>('pods', key)?.spec.nodeName : undefined
  const machine: Machine | undefined = node ? mirror.row('machines', node) : undefined
  if (!machine || !node) return ''
  if (machine.power === 'off') return say(plural === 'nodes' ? 'inspect.truth.off' : 'inspect.truth.podOff', { node })
  if (machine.link === 'cut') return say(plural === 'nodes' ? 'inspect.truth.cut' : 'inspect.truth.podCut', { node })
  return ''
}
