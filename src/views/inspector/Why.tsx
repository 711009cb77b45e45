// "Why is it here?": the chain from what a person did to how it is now, each step with its time, its mark and its rule; last what it waits for.
import { Fragment, lazy, Suspense } from 'react'
import { subjectOf } from '../subject.ts'
import { Unbroken } from '../Unbroken.tsx'
import { useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { ruleOf } from './rules.ts'
import { sentenceOf } from './sentence.ts'
import { waitOf } from './waiting.ts'
import { whySteps } from './why.ts'

const RuleLink = lazy(() => import('./RuleLink.tsx'))

export function Why({ subject }: { subject: string }) {
  const t = useWords()
  const sayIt = useSay()
  const { plural } = subjectOf(subject)
  const mirror = useMirrorLook(plural, 'timers', 'processes', 'machines')
  // The trace grows all the time; only what it says of this subject matters here.
  const last = useLook(s => s.mirror.trace.about(subject).length + s.mirror.epoch * 1e6)
  const steps = last >= 0 ? whySteps(mirror.trace, subject) : []
  const wait = waitOf(mirror, subject)
  if (!steps.length && !wait) return null
  return (
    <section className="why-section">
      <h3>{t(plural === 'pods' ? 'inspect.why.here' : 'inspect.why.so')}</h3>
      <ol className="why">
        {steps.map(({ entry, mark, later }, i) => {
          const rule = ruleOf(entry)
          return (
            <li key={entry.id} className={later && i > 0 && !steps[i - 1]?.later ? 'later' : undefined}>
              <time>{clock(entry.at)}</time>
              <i className={`mark ${mark}`} aria-hidden="true" />
              <span>{atJoints(sentenceOf(entry, sayIt))}</span>
              {rule && mark !== 'you' && mark !== 'fault' && (
                <Suspense>
                  <RuleLink rule={rule} />
                </Suspense>
              )}
            </li>
          )
        })}
        {wait && (
          <li>
            <time>{t('inspect.why.now')}</time>
            <i className="mark now" aria-hidden="true" />
            <strong>{atJoints(sayIt(wait.code, wait.args))}</strong>
          </li>
        )}
      </ol>
    </section>
  )
}

/** Long words of Kubernetes, `node.kubernetes.io/unreachable:NoExecute`, may end a line where they are joined, and nowhere else. */
const atJoints = (text: string) =>
  text.split(/(?<=\S[/:=])(?=\S)/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have no other identity
    <Fragment key={i}>
      {i > 0 && <wbr />}
      <Unbroken text={part} />
    </Fragment>
  ))
