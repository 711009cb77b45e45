// All about what is selected: comes when something is first selected.
import { subjectOf, subjectsOf } from '../subject.ts'
import { useMirrorLook } from '../watch.ts'
import { useWords } from '../words/index.ts'
import { ActorPart } from './ActorPart.tsx'
import { Conditions } from './Conditions.tsx'
import { Head } from './Head.tsx'
import { inspectedKind, type Part } from './kinds/index.ts'
import { LiveYaml } from './LiveYaml.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { Scheduling } from './Scheduling.tsx'
import { SeveralPart } from './SeveralPart.tsx'
import { VerbBar } from './VerbBar.tsx'
import { Why } from './Why.tsx'
import { Compared } from './WorkloadPart.tsx'
import { ZonePart } from './ZonePart.tsx'

/** What is no object, and has no story of its own. */
const OTHERS: Readonly<Record<string, Part>> = { zones: ZonePart, actors: ActorPart }

export default function Inspected({ subject, width }: { subject: string; width: number }) {
  const Other = subjectsOf(subject).length > 1 ? SeveralPart : OTHERS[subjectOf(subject).plural]
  return (
    <div className="inspector">
      <div className="inspector-body">
        <Head subject={subject} />
        {Other ? <Other subject={subject} width={width} /> : <Whole subject={subject} width={width} />}
      </div>
      <VerbBar subject={subject} />
    </div>
  )
}

/** All that is known of one object. */
function Whole({ subject, width }: { subject: string; width: number }) {
  const t = useWords()
  const { plural, key } = subjectOf(subject)
  const mirror = useMirrorLook(plural)
  const object = mirror.object(plural, key)
  const { Part, Rest } = inspectedKind(plural) ?? {}
  return (
    <>
      <Compared subject={subject} />
      {Part && <Part subject={subject} width={width} />}
      <Why subject={subject} />
      {Rest && <Rest subject={subject} width={width} />}
      {object && <Conditions object={object} />}
      {plural === 'pods' && <Scheduling pod={key} />}
      {object && <ObjectEvents object={object} />}
      {object && <LiveYaml subject={subject} />}
      {!object && plural !== 'nodes' && <p className="note">{t('inspect.gone')}</p>}
    </>
  )
}
