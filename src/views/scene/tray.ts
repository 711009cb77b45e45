// The tray: who waits for a node, ghosts of those who are wanted but do not exist, and disks that have never been anywhere.

import { type Missing, shadeOf } from '../workloads/index.ts'
import type { Cluster, Workload } from './cluster.ts'
import type { DiskFacts } from './disks.ts'
import { diskDrawing } from './drawdisk.ts'
import { type Easel, ghostDrawing, podDrawing } from './drawpod.ts'
import type { Level, Measures } from './measures.ts'
import type { NodeMemory } from './memory.ts'
import { assign, cellsOf, levelFor, type Tenant } from './slots.ts'
import type { DiskDrawing, PodDrawing, Rect } from './types.ts'

interface Ghost {
  readonly missing: Missing
  readonly of: Workload
}

/** Ghosts that do not stand in a corner of their node. */
export const ghostsOf = (cluster: Cluster): Ghost[] =>
  cluster.workloads.flatMap(of =>
    of.kind.missing(of.object, cluster.census).flatMap(missing => (missing.node === undefined ? [{ missing, of }] : [])),
  )

/** Pods stand just above the tray's floor. */
export const levelIn = (tray: Rect, m: Measures): number => tray.y + tray.h - m.tray.pod - 4

const trays = new WeakMap<Measures, { readonly levels: readonly Level[]; readonly box: Rect }>()
/** In the tray pods are as high as it is, and no wider than in a node. */
function roomIn(tray: Rect, m: Measures) {
  const known = trays.get(m)
  if (known) return known
  const lower = (l: Level): Level => ({ ...l, height: Math.min(m.tray.pod, l.height), most: Math.min(160, l.most) })
  const levels = m.levels
    .filter(l => !l.zoom && (l.density !== 'L' || m.tray.pod >= 40))
    .map(l => (l.density === 'L' || l.density === 'M' ? lower(l) : l))
  const box: Rect = { x: tray.x + m.tray.text, y: levelIn(tray, m), w: tray.w - m.tray.text - 14, h: m.tray.pod }
  const room = { levels, box }
  trays.set(m, room)
  return room
}

export function fillTray(cluster: Cluster, homeless: readonly DiskFacts[], easel: Easel, tray: Rect, before: NodeMemory) {
  const { m } = easel
  const pending = cluster.waiting
  const ghosts = ghostsOf(cluster)
  const { levels, box } = roomIn(tray, m)
  const level = levelFor(levels, box, pending.length + ghosts.length + homeless.length)
  // A ghost's place need not rest: the pod that it stood for is born there.
  const waiting = new Set(ghosts.map(g => g.missing.id))
  const slots = new Map<string, number>()
  for (const [id, slot] of before.slots) if (!id.startsWith('ghost ') || waiting.has(id)) slots.set(id, slot)
  const ids = [...ghosts.map(g => g.missing.id), ...pending.map(p => p.pod.metadata.uid), ...homeless.map(d => `disk ${d.volume}`)]
  const tenants = ids.map((id): Tenant => ({ id, span: 1 }))
  const cells = cellsOf(levels[level] as Level, box)
  const memory: NodeMemory = { ...assign({ slots, freed: before.freed }, tenants, cluster.source.now, cells, new Map()), level }
  const pods: PodDrawing[] = []
  const disks: DiskDrawing[] = []
  let more = 0
  const put = (id: string, draw: (at: Rect) => void) => {
    const slot = memory.slots.get(id) ?? 0
    if (slot >= cells.capacity) more++
    else draw(cells.at(slot))
  }
  for (const { missing, of } of ghosts) put(missing.id, at => void pods.push(trayGhost(missing, of, cluster, at, cells.level, easel)))
  for (const p of pending) put(p.pod.metadata.uid, at => void pods.push(podDrawing(p, at, cells.level, 'tray', easel)))
  for (const d of homeless) put(`disk ${d.volume}`, at => void disks.push(diskDrawing(d, at, undefined, cells.level, easel)))
  return { pods, disks, more, memory }
}

const trayGhost = (missing: Missing, { kind, object }: Workload, cluster: Cluster, at: Rect, level: Level, easel: Easel): PodDrawing =>
  ghostDrawing(
    missing,
    { owner: kind.owner, shade: shadeOf(kind.revision(object, cluster.census)), kind: kind.kind, of: object.metadata.name },
    at,
    level,
    'tray',
    easel,
  )
