// What stands on the controllers' cards: for each actor the numbers that can be counted (places desired and observed), the difference in a pill, and
// the caption it told. The difference is the hidden variable that the stage exists to show. Here those who place pods and watch over nodes; those who
// look after workloads are in workcards.ts, what workloads need in plumbing.ts.
import { getCondition } from '../../kube/index.ts'
import { isActive } from './cluster.ts'
import { type CardContent, type CardContext, type Content, idle, told } from './content.ts'
import { workCards } from './workcards.ts'

const scheduler: Content = context => {
  const { cluster, say } = context
  const pending = cluster.waiting.filter(isActive)
  const [first] = pending
  const decision = first && cluster.source.row('scheduling', first.key)
  const fit = decision?.scores.length ?? 0
  const { text, since } = told(context, 'scheduler', first?.key)
  const caption = !first
    ? ''
    : decision?.node
      ? say('stage.card.best', { pod: first.short, node: decision.node, count: fit })
      : decision?.message
        ? say('stage.card.noneFits', { pod: first.short, message: decision.message })
        : text || say('stage.card.looksFor', { pod: first.short })
  return {
    since: decision?.at ?? since,
    name: '',
    of: '',
    rows: pending.length ? [{ owner: '', shade: 'r2', on: 0, want: pending.length, note: '' }] : [],
    caption: caption || say('stage.card.allBound'),
    pill: pending.length ? say('stage.pill.unbound', { count: pending.length }) : '',
    busy: pending.length > 0,
    targets: pending.map(p => p.pod.metadata.uid),
  }
}

/** A renewal comes every 10 s: longer than this is silence. Upstream: pkg/kubelet NodeLeaseDurationSeconds × 0.25. */
const BEAT_MS = 11_000

const nodelifecycle: Content = context => {
  const { cluster, say } = context
  const { now } = cluster.source
  const silent = cluster.nodes.filter(n => {
    if (!n.node) return false
    if (getCondition(n.node.status.conditions, 'Ready')?.status !== 'True') return true
    const timer = cluster.timersOf(`nodes ${n.name}`).find(t => t.name === 'unknown')
    return timer !== undefined && now - timer.from > BEAT_MS
  })
  const known = cluster.nodes.filter(n => n.node).length
  const [first] = silent
  const timer = first && cluster.timersOf(`nodes ${first.name}`).find(t => t.name === 'unknown')
  const unknown = first && getCondition(first.node?.status.conditions, 'Ready')?.status !== 'True'
  const seconds = timer ? Math.floor((now - timer.from) / 1000) : 0
  const limit = timer ? Math.round((timer.until - timer.from) / 1000) : 0
  const { text, since } = told(context, 'nodelifecycle', first?.name)
  const caption = !first
    ? say('stage.card.allHeard', { count: known })
    : unknown
      ? text || say('stage.card.isUnknown', { node: first.name })
      : say('stage.card.silent', { node: first.name, seconds, limit, left: limit - seconds }, context.brief ? 'short' : undefined)
  return {
    since: Math.max(since, timer ? timer.from + BEAT_MS : 0),
    name: '',
    of: '',
    rows: known ? [{ owner: '', shade: 'r2', on: known - silent.length, want: silent.length, note: '' }] : [],
    caption,
    pill: silent.length ? say(unknown ? 'stage.pill.notReady' : 'stage.pill.silent', { count: silent.length }) : '',
    busy: silent.length > 0,
    // Once the node is called Unknown there is nothing left to wait for: it stands in the pill.
    targets: unknown ? [] : silent.map(n => `node ${n.name}`),
  }
}

const tainteviction: Content = context => {
  const { cluster, say } = context
  const timed = new Set(cluster.timersNamed('eviction').map(t => t.subject))
  const due = timed.size ? cluster.pods.filter(p => !p.pod.metadata.deletionTimestamp && timed.has(p.subject)) : []
  const { text, since } = told(context, 'tainteviction')
  return {
    since,
    name: '',
    of: '',
    rows: due.length ? [{ owner: '', shade: 'r2', on: 0, want: due.length, note: '' }] : [],
    caption: due.length ? text || say('stage.card.toleration', { count: due.length }) : '',
    pill: due.length ? say('stage.pill.toEvict', { count: due.length }) : '',
    busy: due.length > 0,
    targets: due.map(p => p.pod.metadata.uid),
  }
}

const contents: Record<string, Content> = { ...workCards, scheduler, nodelifecycle, tainteviction }

/** Cards that no first picture needs come later; until then their actors, too, say what they told last. */
export const learn = (cards: Readonly<Record<string, Content>>): void => void Object.assign(contents, cards)

/** What the card of an actor says. Actors without a rule of their own say what they told last. */
export function cardContent(actor: string, context: CardContext): CardContent {
  const content = contents[actor]
  if (content) return content(context)
  const { text, since } = told(context, actor)
  return { ...idle, caption: text, since }
}
