// What a pattern's card says: the places that its workload wants and who stands in them, its controller's last word, and the difference in a pill. From the
// same registry as every other view: no kind is asked which it is.
import type { ApiObject } from '../../kube/index.ts'
import type { PipRow } from '../scene/index.ts'
import { censusOf, keyOf, workloadOfKind } from '../workloads/index.ts'
import { type Reads, shadeOfWorkload, type Text, text } from './reads.ts'

export interface CardOf {
  readonly kind: string
  readonly name: string
  readonly subject: string
  readonly row: PipRow
  /** Where places are few they are drawn one by one: whether each is filled. */
  readonly places: readonly boolean[]
  /** What its controller said last; empty: nothing yet. */
  readonly caption: Text | undefined
  readonly pill: Text | undefined
}

/** So many places are drawn one by one. */
const FEW = 16

export function cardOf(reads: Reads, o: ApiObject): CardOf | undefined {
  const kind = workloadOfKind(o.kind)
  if (!kind) return undefined
  const census = censusOf(reads)
  const { desired, ready, surplus } = kind.counts(o, census)
  const places = kind.places(o, census)
  const missing = Math.max(0, desired - ready)
  const ends = places.some(p => p.state === 'done' || p.state === 'waiting') || kind.outcome(o) !== undefined
  const resting = kind.resting(o)
  const pill = kind.outcome(o)
    ? undefined
    : resting
      ? text(`stage.pill.${resting}`)
      : missing && ends
        ? text('stage.pill.toGo', { count: missing })
        : missing
          ? text('stage.pill.notReady', { count: missing })
          : surplus
            ? text('stage.pill.tooMany', { count: surplus })
            : undefined
  return {
    kind: o.kind,
    name: o.metadata.name,
    subject: `${kind.plural} ${keyOf(o)}`,
    row: { owner: kind.owner, shade: shadeOfWorkload(reads, o), on: Math.min(desired, ready), want: missing, note: '' },
    places: desired <= FEW ? places.map(p => p.state === 'ready' || p.state === 'done') : [],
    caption: captionOf(reads, kind.actor, keyOf(o)),
    pill,
  }
}

function captionOf(reads: Reads, actor: string, key: string): Text | undefined {
  let best: { readonly since: number; readonly code: string; readonly args?: Text['args'] } | undefined
  for (const c of reads.rows('captions').values())
    if (c.actor === actor && c.key === key && (!best || c.since > best.since)) best = c as typeof best
  return best && text(best.code, best.args ?? {})
}
