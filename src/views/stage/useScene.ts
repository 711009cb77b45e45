// The scene of this moment, made again only when something that it reads has changed. Drawings that are as before stay the same objects, so that
// React has only the changed ones to render.
import { useMemo, useRef } from 'react'
import { type Memory, type Say, type Scene, type SceneOptions, type Source, scene, type Viewport } from '../scene/index.ts'
import { revisionsOf } from '../scene/scene.ts'

interface Made {
  readonly look: string
  readonly revisions: string
  readonly pods: number
  readonly say: SceneOptions['say']
  readonly second: number
  readonly counts: boolean
  readonly scene: Scene
  readonly memory: Memory
  /** What is drawn: while much is new, the scene before. */
  readonly drawn: Scene
  /** Another is to be made, in the next frame. */
  readonly due: boolean
}

/** News of more pods than this are taken in one frame, made a scene of in the next, and drawn in the third, so that none of them takes long. */
const MUCH = 6

/** While it is `playing` another frame comes, for which work may be left. */
export function useScene(source: Source, viewport: Viewport, options: SceneOptions, playing: boolean): Scene {
  const last = useRef<Made>(undefined)
  const say = useMemo(() => remembering(options.say), [options.say])
  const second = Math.floor(source.now / 1000)
  const { selection, pinned, projector, slow, band, only } = options
  const look = [source.epoch, viewport.width, viewport.height, selection, pinned, projector, slow, band, only].join()
  const revisions = revisionsOf(source)
  const made = last.current
  const isSameLook = made?.look === look && made.say === options.say
  const turn = made && isSameLook ? turnOf(made, source, revisions, second, playing) : 'make'
  if (made && turn !== 'make') {
    last.current = turn === 'stay' ? made : { ...made, drawn: turn === 'draw' ? made.scene : made.drawn, due: turn === 'wait' }
    return last.current.drawn
  }
  const { scene: fresh, memory, counts } = scene(source, viewport, { ...options, say }, made?.memory)
  const shared = made ? share(made.scene, fresh) : fresh
  const drawn = made?.due && isSameLook && playing ? made.scene : shared
  const pods = source.revision('pods')
  last.current = { look, revisions, pods, say: options.say, second, counts, scene: shared, memory, drawn, due: false }
  return drawn
}

/** What is done in this frame: one thing of the three. */
export function turnOf(
  made: Pick<Made, 'drawn' | 'scene' | 'revisions' | 'counts' | 'second' | 'due' | 'pods'>,
  source: Pick<Source, 'changed'>,
  revisions: string,
  second: number,
  playing: boolean,
): 'draw' | 'stay' | 'wait' | 'make' {
  if (made.drawn !== made.scene && playing) return 'draw'
  if (made.revisions === revisions && (!made.counts || made.second === second)) return made.drawn === made.scene ? 'stay' : 'draw'
  if (made.due || !playing) return 'make'
  const news = source.changed('pods', made.pods)
  return news && news.size <= MUCH ? 'make' : 'wait'
}

/** Says again what it has said before: a catalogue takes far longer to ask than to remember. */
export function remembering(say: Say): Say {
  const said = new Map<string, string>()
  return (code, args, variant) => {
    let key = variant ? `${code}.${variant}` : code
    for (const k in args) key += `\n${args[k]}`
    const known = said.get(key)
    if (known !== undefined) return known
    if (said.size > 5000) said.clear()
    const text = say(code, args, variant)
    said.set(key, text)
    return text
  }
}

/** The new value with every part of the old one that is equal. Drawings are plain: no cycles, no functions. */
export function share<T>(old: T, fresh: T): T {
  if (Object.is(old, fresh) || typeof old !== 'object' || typeof fresh !== 'object' || !old || !fresh) return fresh
  if (Array.isArray(fresh)) return Array.isArray(old) ? (shareList(old, fresh) as T) : fresh
  const before = old as Record<string, unknown>
  const after = fresh as Record<string, unknown>
  let same = true
  let count = 0
  // Made only where there is something to share: mostly all of it is the same, or nothing but numbers and words is.
  let out: Record<string, unknown> | undefined
  for (const k in after) {
    const a = after[k]
    const shared = share(before[k], a)
    count++
    if (!Object.is(shared, before[k])) same = false
    if (Object.is(shared, a)) continue
    out ??= { ...after }
    out[k] = shared
  }
  if (same) for (const _ in before) count--
  return same && count === 0 ? old : ((out as T) ?? fresh)
}

/** Things with an id are compared with the one of the same id, others with the one in the same place. */
function shareList(old: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  let byId: Map<unknown, unknown> | undefined
  const named = (id: unknown) => {
    byId ??= new Map(old.map(o => [idOf(o), o]))
    return byId.get(id)
  }
  let out: unknown[] | undefined
  let same = fresh.length === old.length
  for (let i = 0; i < fresh.length; i++) {
    const f = fresh[i]
    // Most are the very same, in the same place.
    if (Object.is(f, old[i])) continue
    const id = idOf(f)
    const shared = share(id === undefined || id === idOf(old[i]) ? old[i] : named(id), f)
    if (!Object.is(shared, old[i])) same = false
    if (Object.is(shared, f)) continue
    out ??= fresh.slice()
    out[i] = shared
  }
  return same ? old : (out ?? fresh)
}
const idOf = (o: unknown) => (typeof o === 'object' && o ? ((o as { id?: string }).id ?? (o as { name?: string }).name) : undefined)
