// The head of the inspector: what it is, how it is, where it is, what it is called in full.
import type { ReactNode } from 'react'
import type { Machine } from '../../cluster/index.ts'
import { controllerOf, type Node, type Pod } from '../../kube/index.ts'
import { type Mirror, useSessionHandle } from '../../session/index.ts'
import { zoneOf } from '../machines.ts'
import { subjectOf, subjectsOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { say, useWords } from '../words/index.ts'
import { workloadOfKind } from '../workloads/index.ts'
import { inspectedKind } from './kinds/index.ts'
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
  const hasNoName = plural === 'actors' || plural === 'zones' || subjectsOf(subject).length > 1
  const full = hasNoName ? '' : title.endsWith(` ${name}`) && (!namespace || namespace === 'default') ? '' : name
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
  const owner = ownerOf(mirror, plural, key)
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

function ownerOf(mirror: Mirror, plural: string, key: string): string | undefined {
  const object = mirror.object(plural, key)
  const owner = object && controllerOf(object)
  const plurals = owner && workloadOfKind(owner.kind)?.plural
  return plurals && `${plurals} ${object.metadata.namespace}/${owner.name}`
}

/** What the API says, in one line. */
export function stateOf(mirror: Mirror, subject: string): string {
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'actors') return say(`actor.${name}`)
  const object = mirror.object(plural, key)
  return object ? (inspectedKind(plural)?.state?.(object, mirror) ?? '') : ''
}

/** Which of a zone's machines are without power, or else without network. */
function truthOfZone(mirror: Mirror, zone: string): string {
  const inZone = [...mirror.objects<Node>('nodes').values()].filter(n => zoneOf(n) === zone)
  const those = (is: (m: Machine) => boolean) =>
    inZone
      .map(n => n.metadata.name)
      .filter(n => {
        const machine = mirror.row('machines', n)
        return machine !== undefined && is(machine)
      })
  const off = those(m => m.power === 'off')
  const cut = those(m => m.link === 'cut')
  if (off.length) return say('inspect.truth.zoneOff', { nodes: off.join(say('inspect.comma')) })
  return cut.length ? say('inspect.truth.zoneCut', { nodes: cut.join(say('inspect.comma')) }) : ''
}

/** What really is, where that is not what the API says. */
function truthOf(mirror: Mirror, subject: string): string {
  const { plural, key, name } = subjectOf(subject)
  if (plural === 'zones') return truthOfZone(mirror, name)
  const node = plural === 'nodes' ? key : plural === 'pods' ? mirror.object<Pod>('pods', key)?.spec.nodeName : undefined
  const machine: Machine | undefined = node ? mirror.row('machines', node) : undefined
  if (!node) return ''
  if (!machine) return say(plural === 'nodes' ? 'inspect.truth.noNode' : 'inspect.truth.podNoNode', { node })
  if (machine.power === 'off') return say(plural === 'nodes' ? 'inspect.truth.off' : 'inspect.truth.podOff', { node })
  if (machine.link === 'cut') return say(plural === 'nodes' ? 'inspect.truth.cut' : 'inspect.truth.podCut', { node })
  return ''
}
