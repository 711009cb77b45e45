// A pod as it is drawn: its look, and of its name and word what fits into its place. Drawings are kept as long as nothing that they are made of has
// another identity: during a rollout of 200 pods a change concerns one or two.
import type { Pod } from '../../kube/index.ts'
import type { Missing } from '../workloads/index.ts'
import type { Cluster, PodFacts } from './cluster.ts'
import type { Level, Measures } from './measures.ts'
import { podLook } from './podlook.ts'
import { cut, textWidth } from './textwidth.ts'
import type { Owner, PodDrawing, Rect, Say, Shade } from './types.ts'

export interface Easel {
  readonly cluster: Cluster
  readonly m: Measures
  readonly say: Say
}

interface Kept {
  readonly facts: PodFacts
  readonly at: Rect
  readonly level: Level
  readonly place: string
  readonly say: Say
  readonly drawing: PodDrawing
}
const kept = new WeakMap<Pod, Kept>()
const sameRect = (a: Rect, b: Rect) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h

export function podDrawing(p: PodFacts, at: Rect, level: Level, place: PodDrawing['place'], easel: Easel): PodDrawing {
  const { say } = easel
  const k = kept.get(p.pod)
  if (k?.facts === p && k.level === level && k.place === place && k.say === say && sameRect(k.at, at)) return k.drawing
  const drawing = draw(p, at, level, place, easel)
  kept.set(p.pod, { facts: p, at, level, place, say, drawing })
  return drawing
}

function draw(p: PodFacts, at: Rect, level: Level, place: PodDrawing['place'], { m, say }: Easel): PodDrawing {
  const look = podLook(p, say)
  const { name: full, uid } = p.pod.metadata
  const node = p.pod.spec.nodeName
  const state = look.state === 'parted' && look.unready ? 'notready' : look.state
  const lit = look.state === 'ready' && look.arc === undefined
  const { name, nameSize, word } = fitted(p.short, look.word, at, level, m, look.arc !== undefined, lit)
  return {
    x: at.x,
    y: at.y,
    w: at.w,
    h: at.h,
    id: uid,
    subject: p.subject,
    place,
    node,
    density: level.density,
    zoom: level.zoom ?? 1,
    owner: p.owner,
    shade: p.shade,
    state: look.state,
    unready: look.unready,
    dashed: look.dashed,
    name,
    nameSize,
    word,
    arc: look.arc,
    sweep: look.sweep,
    label: p.forgotten
      ? say('stage.label.forgotten', { name: full, node: node ?? '' })
      : node
        ? say('stage.label.pod', { name: full, status: look.status, state: say(`stage.state.${state}`), node })
        : say('stage.label.podPending', { name: full, status: look.status }),
    full,
  }
}

interface Wanted {
  readonly owner: Owner
  readonly shade: Shade
  readonly kind: string
  readonly of: string
}
interface KeptGhost {
  readonly shade: Shade
  readonly at: Rect
  readonly level: Level
  readonly drawing: PodDrawing
}
const ghosts = new WeakMap<Say, Map<string, KeptGhost>>()
const GHOSTS_KEPT = 2000

/** A pod that is wanted but does not exist: an identity has its name, others are merely missing. */
export function ghostDrawing(
  missing: Missing,
  of: Wanted,
  at: Rect,
  level: Level,
  place: PodDrawing['place'],
  { m, say }: Easel,
): PodDrawing {
  const before = ghosts.get(say)
  const known = before && before.size < GHOSTS_KEPT ? before : new Map<string, KeptGhost>()
  ghosts.set(say, known)
  const k = known.get(missing.id)
  if (k?.level === level && k.shade === of.shade && k.drawing.place === place && sameRect(k.at, at)) return k.drawing
  const drawing = drawGhost(missing, of, at, level, place, m, say)
  known.set(missing.id, { shade: of.shade, at, level, drawing })
  return drawing
}

function drawGhost(
  { id, subject, name, node }: Missing,
  of: Wanted,
  at: Rect,
  level: Level,
  place: PodDrawing['place'],
  m: Measures,
  say: Say,
): PodDrawing {
  const title = name || say('stage.pod.missing')
  const fit = fitted(title, say('stage.pod.notCreated'), at, level, m)
  return {
    ...at,
    id,
    subject,
    place,
    node,
    density: level.density,
    zoom: level.zoom ?? 1,
    owner: of.owner,
    shade: of.shade,
    state: 'ghost',
    unready: false,
    dashed: false,
    ...fit,
    // Of a name a part is better than nothing; a word is said whole or not at all.
    ...(!name && fit.name !== title && { name: '' }),
    label: name
      ? say(node ? 'stage.label.ghostOn' : 'stage.label.ghostNamed', { kind: of.kind, owner: of.of, name, node: node ?? '' })
      : say('stage.label.ghost', { kind: of.kind, owner: of.of }),
    full: name || of.of,
  }
}

/**
 * The end of a name is what tells it from its siblings: `zk-0`, `log-collector`. It stays, whole; what they have in common is left out, whole too, as long as
 * no more than a stump of it would remain.
 */
function shortened(name: string, width: number, size: number): string {
  if (textWidth(name, size, 'strong') <= width) return name
  const end = /-[^-]+$/.exec(name)?.[0]
  if (end === undefined) return cut(name, width, size, 'strong')
  const head = cut(name.slice(0, -end.length), width - textWidth(end, size, 'strong'), size, 'strong')
  if (head.length > STUMP) return head + end
  const tail = /^-\d+$/.test(end) ? end : end.slice(1)
  for (const text of [`…${tail}`, tail]) if (textWidth(text, size, 'strong') <= width) return text
  return cut(tail, width, size, 'strong')
}
/** So many letters and an ellipsis are a stump, no name: `fra…-8`. */
const STUMP = 5

const LEAST_TYPE = 13

/** The name in its type; in smaller type where it fits only so; else shortened. */
function lettered(name: string, width: number, size: number): Pick<PodDrawing, 'name' | 'nameSize'> {
  const needed = textWidth(name, size, 'strong')
  if (needed <= width) return { name }
  const smaller = Math.max(LEAST_TYPE, Math.floor((2 * size * width) / needed) / 2)
  const short = shortened(name, width, smaller)
  // An end alone has room for the whole type.
  return textWidth(short, size, 'strong') <= width ? { name: short } : { name: short, nameSize: smaller }
}

/** Name and word as far as they fit: the name is cut, a word that does not fit is left out. Where there is room for one thing, `lamp` gives way to a whole name. */
export function fitted(
  name: string,
  word: string,
  box: Rect,
  level: Level,
  m: Measures,
  arc = false,
  lamp = false,
): Pick<PodDrawing, 'name' | 'nameSize' | 'word'> {
  const zoom = level.zoom ?? 1
  const at = { w: box.w / zoom, h: box.h / zoom }
  if (level.density === 'S' || level.density === 'XS') {
    const whole = level.name > 0 && lamp && textWidth(name, level.name, 'strong') <= at.w - 3
    return { name: whole ? name : '', word: '' }
  }
  const pad = at.w >= 140 ? 14 : at.w < 90 ? 8 : 10
  const twoLines = level.density === 'L'
  const glyph = twoLines ? (at.w >= 140 ? 36 : arc ? 48 : 28) : at.w < 90 ? 25 : 29
  const inside = arc && at.h >= 56 && word.length <= 13
  const fits = twoLines && textWidth(word, m.text.word) * 1.01 <= at.w - pad - (inside ? 44 : 3)
  return { ...lettered(name, at.w - pad - glyph, level.name), word: fits ? word : '' }
}
