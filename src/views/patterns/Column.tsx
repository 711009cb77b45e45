// A promise column: what the pattern claims, what it prefers, one live picture, and in words what is promised and what is delivered now. The picture is given
// the room that it has and draws in CSS pixels, so that its type is never smaller than 13 px.
import { type ReactNode, useRef } from 'react'
import type { DaemonSet, Deployment, Job, StatefulSet } from '../../kube/index.ts'
import type { Shade } from '../scene/index.ts'
import { type Size, useSize } from '../size.ts'
import { useSay, useWords } from '../words/index.ts'
import { AnswersPicture } from './pictures/Answers.tsx'
import { NodesPicture } from './pictures/Nodes.tsx'
import { QuorumPicture } from './pictures/Quorum.tsx'
import { TilesPicture } from './pictures/Tiles.tsx'
import { kindOf, shadeOfWorkload, type Text, type Words } from './reads.ts'
import { useAnswering, useCompletion, useIdentities, usePresence, useWorkload } from './usePattern.ts'
import { OWNER_OF, type Pattern } from './view.ts'

export function PromiseColumn({ pattern }: { pattern: Pattern }) {
  const { mirror, workload } = useWorkload(pattern)
  if (!workload) return <Nothing pattern={pattern} />
  switch (pattern) {
    case 'deployment':
      return <Answers d={workload as Deployment} shade={shadeOfWorkload(mirror, workload)} />
    case 'statefulset':
      return <Never s={workload as StatefulSet} />
    case 'daemonset':
      return <Everywhere d={workload as DaemonSet} />
    case 'job':
      return <InTheEnd j={workload as Job} />
    default:
      return pattern satisfies never
  }
}

function Answers({ d, shade }: { d: Deployment; shade: Shade }) {
  const found = useAnswering(d)
  return (
    <Frame pattern="deployment" claim="four.dep.claim" words={found.words} prefers="four.dep.prefers">
      {size => <AnswersPicture {...size} found={found} shade={shade} />}
    </Frame>
  )
}

function Never({ s }: { s: StatefulSet }) {
  const found = useIdentities(s)
  return (
    <Frame pattern="statefulset" claim="four.sts.claim" words={found.words} prefers="four.sts.prefers">
      {size => <QuorumPicture {...size} found={found} />}
    </Frame>
  )
}

function Everywhere({ d }: { d: DaemonSet }) {
  const found = usePresence(d)
  return (
    <Frame pattern="daemonset" claim="four.ds.claim" words={found.words} prefers="four.ds.prefers">
      {size => <NodesPicture {...size} found={found} />}
    </Frame>
  )
}

function InTheEnd({ j }: { j: Job }) {
  const found = useCompletion(j)
  const claim = found.paints ? 'four.job.claim' : 'four.job.claimItems'
  return (
    <Frame pattern="job" claim={claim} words={found.words} prefers="four.job.prefers" count={found.desired}>
      {size => <TilesPicture {...size} found={found} />}
    </Frame>
  )
}

function Nothing({ pattern }: { pattern: Pattern }) {
  const t = useWords()
  return (
    <section className={`promise ${OWNER_OF[pattern]}`}>
      <p className="promise-nothing">{t('four.nothing', { kind: kindOf(pattern) })}</p>
    </section>
  )
}

interface FrameProps {
  pattern: Pattern
  claim: string
  prefers: string
  count?: number
  words: Words
  children: (size: Size) => ReactNode
}

function Frame({ pattern, claim, prefers, count = 0, words, children }: FrameProps) {
  const t = useWords()
  const say = useSay()
  const told = ({ code, args }: Text) => say(code, args)
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  return (
    <section className={`promise ${OWNER_OF[pattern]}`} aria-labelledby={`claim-${pattern}`} data-broken={words.broken}>
      <h2 id={`claim-${pattern}`}>{say(claim)}</h2>
      <p className="promise-prefers">{say(prefers, { count })}</p>
      <div ref={box} className="promise-picture">
        {size && size.width > 60 && size.height > 30 && children(size)}
      </div>
      <dl>
        <dt>{t('four.promised')}</dt>
        <dd>{told(words.promised)}</dd>
        <dt>{t('four.delivered')}</dt>
        <dd className="promise-delivered">{told(words.delivered)}</dd>
        <dd className="promise-note">{told(words.note)}</dd>
      </dl>
    </section>
  )
}
