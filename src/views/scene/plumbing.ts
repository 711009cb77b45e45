// The cards of those who look after what workloads need: volumes and where they are attached, budgets, and how many pods there should be. They come once
// the page is idle.
import { getCondition, type HorizontalPodAutoscaler, type PersistentVolumeClaim, type PodDisruptionBudget } from '../../kube/index.ts'
import { keyOf } from '../workloads/index.ts'
import { type Content, idle, told } from './content.ts'

const persistentvolume: Content = context => {
  const { cluster, say } = context
  const claims = [...cluster.source.objects<PersistentVolumeClaim>('persistentvolumeclaims').values()]
  const unbound = claims.filter(c => c.status?.phase !== 'Bound')
  const { text, since } = told(context, 'persistentvolume', unbound[0] && keyOf(unbound[0]))
  if (!claims.length) return { ...idle, caption: text, since }
  return {
    ...idle,
    since,
    subject: unbound[0] && `persistentvolumeclaims ${keyOf(unbound[0])}`,
    name: unbound[0]?.metadata.name ?? '',
    rows: [{ owner: '', shade: 'r2', on: claims.length - unbound.length, want: unbound.length, note: '' }],
    caption: text || say('stage.card.allClaimsBound'),
    pill: unbound.length ? say('stage.pill.unbound', { count: unbound.length }) : '',
    busy: unbound.length > 0,
  }
}

const attachdetach: Content = context => {
  const { cluster, say } = context
  const rows = [...cluster.source.rows('attachments').values()]
  const contested = rows.filter(a => a.contestedSince !== undefined)
  const { text, since } = told(context, 'attachdetach')
  return {
    ...idle,
    since,
    rows: rows.length ? [{ owner: '', shade: 'r2', on: rows.length - contested.length, want: contested.length, note: '' }] : [],
    caption: text,
    pill: contested.length ? say('stage.pill.held', { count: contested.length }) : '',
    busy: contested.length > 0,
    targets: contested.map(a => `disk ${a.volume}`),
  }
}

const disruption: Content = context => {
  const { cluster, say } = context
  const budgets = [...cluster.source.objects<PodDisruptionBudget>('poddisruptionbudgets').values()]
  const tight = budgets.find(b => (b.status?.currentHealthy ?? 0) < (b.status?.desiredHealthy ?? 0))
  const spent = tight ?? budgets.find(b => !b.status?.disruptionsAllowed) ?? budgets[0]
  const { text, since } = told(context, 'disruption', spent && keyOf(spent))
  if (!spent) return { ...idle, caption: text, since }
  const healthy = spent.status?.currentHealthy ?? 0
  const needed = spent.status?.desiredHealthy ?? 0
  return {
    ...idle,
    since,
    subject: `poddisruptionbudgets ${keyOf(spent)}`,
    name: spent.metadata.name,
    of: budgets.length > 1 ? spent.metadata.name : '',
    rows: [{ owner: '', shade: 'r2', on: healthy, want: Math.max(0, needed - healthy), note: '' }],
    caption: text,
    pill: tight
      ? say('stage.pill.missing', { count: needed - healthy })
      : spent.status?.disruptionsAllowed
        ? ''
        : say('stage.pill.noneToSpare'),
    busy: tight !== undefined,
  }
}

const horizontalpodautoscaler: Content = context => {
  const { cluster, say } = context
  const all = [...cluster.source.objects<HorizontalPodAutoscaler>('horizontalpodautoscalers').values()]
  // Who cannot measure wants nothing, though its status says 0.
  const measures = (a: HorizontalPodAutoscaler) => getCondition(a.status?.conditions, 'ScalingActive')?.status !== 'False'
  const at = (a: HorizontalPodAutoscaler) => {
    const now = a.status?.currentReplicas ?? 0
    return { now, wanted: measures(a) ? (a.status?.desiredReplicas ?? 0) : now }
  }
  const first = all.find(a => at(a).now !== at(a).wanted) ?? all[0]
  const { text, since } = told(context, 'horizontalpodautoscaler', first && keyOf(first))
  if (!first) return { ...idle, caption: text, since }
  const { now, wanted } = at(first)
  return {
    ...idle,
    since,
    subject: `horizontalpodautoscalers ${keyOf(first)}`,
    name: first.metadata.name,
    of: all.length > 1 ? first.metadata.name : '',
    rows: [{ owner: '', shade: 'r2', on: Math.min(now, wanted), want: Math.max(0, wanted - now), note: '' }],
    caption: text,
    pill:
      wanted > now
        ? say('stage.pill.toGo', { count: wanted - now })
        : wanted < now
          ? say('stage.pill.tooMany', { count: now - wanted })
          : '',
    busy: wanted !== now,
  }
}

export const plumbingCards: Readonly<Record<string, Content>> = { persistentvolume, attachdetach, disruption, horizontalpodautoscaler }
