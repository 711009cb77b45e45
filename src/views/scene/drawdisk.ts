// A disk as it is drawn: beside the place of the pod for which it is kept, whether that pod is there or not. The tether is solid when it is attached to
// somebody who surely runs, dotted when it is attached to somebody who may not exist.

import { type DiskFacts, fillShare, isSure } from './disks.ts'
import type { Easel } from './drawpod.ts'
import type { Level } from './measures.ts'
import { textWidth } from './textwidth.ts'
import type { DiskDrawing, Rect } from './types.ts'

const TEXT = 13

export function diskDrawing(d: DiskFacts, cell: Rect, pod: Rect | undefined, level: Level, { m, say }: Easel): DiskDrawing {
  const big = level.density === 'L' || level.density === 'M'
  const inset = cell.w < 50 ? 1 : 4
  const w = Math.min(cell.w - 2 * inset, 132 * (level.zoom ?? 1))
  const h = Math.min(cell.h, 60 * (level.zoom ?? 1))
  const at: Rect = { x: cell.x + inset, y: cell.y + (cell.h - h) / 2, w, h }
  const here = d.user?.pod.spec.nodeName !== undefined && (d.attachedTo ?? d.user.pod.spec.nodeName) === d.user.pod.spec.nodeName
  const held = d.attachedTo !== undefined
  const tether = !pod ? 'none' : here && (held || d.user?.run !== undefined) && isSure(d) ? 'sure' : held || here ? 'unsure' : 'none'
  const fits = (text: string) => big && textWidth(text, TEXT, 'strong') <= w - 8 && h >= 22
  const written = d.writes !== undefined ? say('stage.disk.writes', { count: d.writes }) : say('stage.disk.bytes', { count: d.bytes })
  const where = d.attachedTo
    ? say(tether === 'unsure' ? 'stage.disk.heldBy' : 'stage.disk.attachedTo', { node: d.attachedTo })
    : say('stage.disk.detached')
  return {
    ...at,
    id: `disk ${d.volume}`,
    subject: `persistentvolumeclaims ${d.claimKey}`,
    owner: d.owner,
    name: [d.claim, d.holder].find(text => text && fits(text)) ?? '',
    fill: fillShare(d.bytes),
    tether,
    reach: pod ? at.x - pod.x - pod.w : 0,
    small: m.size !== 'wide' || !big,
    label: say('stage.label.disk', { name: d.claim, size: d.size, written, where }),
    full: d.claim,
  }
}
