// The inspector: everything about what is selected. Its state, its chart with the live state lit, wanted beside seen, conditions, why it is as it is, what can be
// done with it; events and YAML below.
import './inspector.css'
import { memo, type ReactNode } from 'react'
import { useSession } from '../../session/index.ts'
import { subjectOf } from '../verbs/subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { ActorPart } from './ActorPart.tsx'
import { Conditions } from './Conditions.tsx'
import { Head } from './Head.tsx'
import { LiveYaml } from './LiveYaml.tsx'
import { NodePart, NodeRest } from './NodePart.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { Overview } from './Overview.tsx'
import { PodPart } from './PodPart.tsx'
import { Scheduling } from './Scheduling.tsx'
import { ServicePart } from './ServicePart.tsx'
import { VerbBar } from './VerbBar.tsx'
import { Why } from './Why.tsx'
import { WorkloadPart, WorkloadRest } from './WorkloadPart.tsx'
import { ZonePart } from './ZonePart.tsx'

type Part = (p: { subject: string; width: number }) => ReactNode

/** What a kind has beyond what all objects have, before "Why?". */
const PARTS: Readonly<Record<string, Part>> = {
  pods: PodPart,
  nodes: NodePart,
  deployments: WorkloadPart,
  replicasets: WorkloadPart,
  statefulsets: WorkloadPart,
  services: ServicePart,
  zones: ZonePart,
  actors: ActorPart,
}

/** And after it. */
const RESTS: Readonly<Record<string, Part>> = {
  nodes: NodeRest,
  deployments: WorkloadRest,
  replicasets: WorkloadRest,
  statefulsets: WorkloadRest,
}

export default memo(function Inspector({ width }: { width: number }) {
  const selection = useSession(s => s.selection)
  return selection === undefined ? <Overview /> : <Inspected key={selection} subject={selection} width={width} />
})

function Inspected({ subject, width }: { subject: string; width: number }) {
  const t = useWords()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural)
  const object = mirror.object(plural, key)
  const Part = PARTS[plural]
  const Rest = RESTS[plural]
  return (
    <div className="inspector">
      <div className="inspector-body">
        <Head subject={subject} />
        {Part && <Part subject={subject} width={width} />}
        {plural !== 'zones' && plural !== 'actors' && <Why subject={subject} />}
        {Rest && <Rest subject={subject} width={width} />}
        {object && <Conditions object={object} />}
        {plural === 'pods' && <Scheduling pod={key} />}
        {object && <ObjectEvents object={object} />}
        {object && <LiveYaml subject={subject} />}
        {!object && !['nodes', 'zones', 'actors'].includes(plural) && <p className="note">{t('inspect.gone')}</p>}
      </div>
      <VerbBar subject={subject} />
    </div>
  )
}
