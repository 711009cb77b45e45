// The measures of the picture at its three sizes. A stage larger than the one that was drawn is scaled as a whole; a smaller one keeps its sizes of
// type and drops content instead, so nothing is ever set below 13 px.
import type { Density, Viewport } from './types.ts'

/** One way to stand in a node: least width, height and gaps of a pod, and how much of it is drawn. */
export interface Level {
  readonly density: Density
  readonly least: number
  readonly most: number
  readonly height: number
  readonly gapX: number
  readonly gapY: number
  readonly name: number
  /** The whole pod is drawn so much larger: few pods in large boxes. */
  readonly zoom?: number
}

export interface Measures {
  readonly size: 'wide' | 'mid' | 'phone'
  readonly width: number
  readonly height: number
  readonly scale: number
  readonly margin: number
  readonly rail: number
  readonly card: {
    readonly y: number
    readonly h: number
    readonly least: number
    readonly store: number
    readonly gap: number
    readonly lines: number
  }
  /** `pod`: how high its pods are; `text`: how much of its width its title takes. */
  readonly tray: { readonly y: number; readonly h: number; readonly pod: number; readonly text: number }
  readonly zoneLabel: number
  readonly nodesTop: number
  readonly nodesBottom: number
  readonly node: {
    readonly leastW: number
    readonly leastH: number
    readonly mostH: number
    readonly gapX: number
    readonly gapY: number
    readonly pad: number
    readonly top: number
    readonly bottom: number
    readonly lift: number
  }
  readonly floor: { readonly y: number; readonly h: number; readonly door: boolean }
  readonly levels: readonly Level[]
  readonly text: {
    readonly word: number
    readonly node: number
    readonly title: number
    readonly body: number
    readonly small: number
    readonly num: number
  }
}

const dots: readonly Level[] = [
  { density: 'S', least: 40, most: 46, height: 28, gapX: 6, gapY: 6, name: 0 },
  { density: 'S', least: 28, most: 34, height: 24, gapX: 5, gapY: 5, name: 0 },
  { density: 'XS', least: 15, most: 15, height: 15, gapX: 5, gapY: 5, name: 0 },
  { density: 'XS', least: 10, most: 10, height: 10, gapX: 4, gapY: 4, name: 0 },
]

function wide(v: Viewport, projector: boolean): Measures {
  const scale = Math.max(1, Math.min(v.width / 1192, v.height / 872))
  const width = v.width / scale
  const height = v.height / scale
  return {
    size: 'wide',
    width,
    height,
    scale,
    margin: 24,
    rail: 26,
    card: { y: 44, h: 148, least: 196, store: 20, gap: 16, lines: 2 },
    tray: { y: 208, h: 62, pod: 58, text: 364 },
    zoneLabel: 298,
    nodesTop: 312,
    nodesBottom: height - 130,
    node: { leastW: 168, leastH: 86, mostH: 430, gapX: 26, gapY: 22, pad: 18, top: 46, bottom: 12, lift: 7 },
    floor: { y: height - 114, h: 104, door: true },
    levels: [
      { density: 'L', least: 220, most: 336, height: 84, gapX: 14, gapY: 14, name: projector ? 22 : 20, zoom: 1.4 },
      { density: 'L', least: 150, most: 166, height: 60, gapX: 12, gapY: 10, name: projector ? 22 : 20 },
      { density: 'M', least: 96, most: 150, height: 40, gapX: 10, gapY: 8, name: 17 },
      ...dots,
    ],
    text: { word: projector ? 17 : 15, node: 18, title: 18, body: 15, small: 14, num: 26 },
  }
}

const ROOMY = 116

function mid(v: Viewport): Measures {
  const scale = Math.max(1, Math.min(v.width / 924, v.height / 572))
  const width = v.width / scale
  const height = v.height / scale
  return {
    size: 'mid',
    width,
    height,
    scale,
    margin: 16,
    rail: 12,
    card: { y: 24, h: 112, least: 152, store: 10, gap: 20, lines: 2 },
    tray: { y: 146, h: 43, pod: 40, text: 240 },
    zoneLabel: 203,
    nodesTop: 214,
    nodesBottom: height - 78,
    node: { leastW: 132, leastH: 74, mostH: 420, gapX: 20, gapY: 15, pad: 12, top: 30, bottom: 8, lift: 5 },
    floor: { y: height - 72, h: 66, door: true },
    levels: [
      { density: 'L', least: 160, most: 264, height: 62, gapX: 10, gapY: 8, name: 16, zoom: 1.4 },
      { density: 'L', least: 116, most: 132, height: 44, gapX: 8, gapY: 5, name: 16 },
      // Two beside each other have room for whole names; three, where there are more.
      { density: 'M', least: ROOMY, most: 126, height: 29, gapX: 6, gapY: 5, name: 15 },
      { density: 'M', least: 82, most: 116, height: 29, gapX: 6, gapY: 5, name: 15 },
      ...dots,
    ],
    text: { word: 13, node: 15, title: 16, body: 14, small: 13, num: 20 },
  }
}

function phone(v: Viewport): Measures {
  const scale = Math.max(1, v.width / 390)
  const width = v.width / scale
  const height = v.height / scale
  return {
    size: 'phone',
    width,
    height,
    scale,
    margin: 12,
    rail: 6,
    card: { y: 14, h: 58, least: 366, store: 0, gap: 9, lines: 1 },
    tray: { y: 80, h: 26, pod: 24, text: 150 },
    zoneLabel: 100,
    nodesTop: 114,
    nodesBottom: height - 72,
    node: { leastW: 92, leastH: 56, mostH: 300, gapX: 9, gapY: 14, pad: 8, top: 30, bottom: 8, lift: 4 },
    floor: { y: height - 54, h: 54, door: false },
    levels: [
      { density: 'L', least: 84, most: 120, height: 44, gapX: 6, gapY: 6, name: 15 },
      { density: 'M', least: 84, most: 120, height: 29, gapX: 4, gapY: 4, name: 15 },
      { density: 'M', least: 84, most: 120, height: 24, gapX: 4, gapY: 3, name: 15 },
      // A hand is near: who is ready says its name instead of its lamp.
      { density: 'S', least: 44, most: 50, height: 24, gapX: 4, gapY: 4, name: 13 },
      ...dots,
    ],
    text: { word: 13, node: 15, title: 16, body: 15, small: 14, num: 15 },
  }
}

/** The cluster alone, without rig and floor: a band across the page, its zones side by side. Whoever waits for a node stands below, in room that is kept. */
function bandOf(v: Viewport): Measures {
  const size = { width: Math.max(280, v.width), height: Math.max(150, v.height) }
  if (size.width < 560) {
    const m = phone({ ...size, height: Math.max(300, size.height) })
    return { ...m, tray: { ...m.tray, y: 2 }, zoneLabel: 18, nodesTop: 30, nodesBottom: m.height - 8 }
  }
  const scale = Math.max(1, Math.min(size.width / 1920, size.height / 360))
  const m = size.width / scale >= 1400 ? wide({ width: 1192, height: 872 }, false) : mid({ width: 924, height: 572 })
  const width = size.width / scale
  const height = size.height / scale
  const small = m.size === 'mid'
  const level = (l: Level): Level => (l.density === 'L' ? { ...l, least: 112, most: 130, height: 50, gapX: 8, gapY: 8, name: 18 } : l)
  return {
    ...m,
    width,
    height,
    scale,
    margin: small ? 16 : 36,
    rail: 0,
    tray: { y: height - (small ? 21 : 31), h: small ? 20 : 30, pod: small ? 22 : 30, text: small ? 170 : 240 },
    zoneLabel: 16,
    nodesTop: small ? 25 : 32,
    nodesBottom: height - (small ? 34 : 46),
    node: { ...m.node, gapX: small ? 16 : 20, pad: small ? 10 : 14, top: small ? 27 : 46, bottom: small ? 5 : 12 },
    floor: { y: height + 40, h: 0, door: false },
    levels: small
      ? m.levels.filter(l => !l.zoom && l.least !== ROOMY).map(l => (l.density === 'M' ? { ...l, least: 78, height: 24, gapY: 3 } : l))
      : m.levels.filter(l => !l.zoom).map(level),
    text: small ? m.text : { ...m.text, word: 14 },
  }
}

// Asked for at every change; the same object for the same stage, so that what was made by it can be kept.
const known = new Map<string, Measures>()
export function measuresFor(v: Viewport, projector = false, band = false): Measures {
  const key = `${v.width}×${v.height} ${projector} ${band}`
  const m = known.get(key) ?? (band ? bandOf(v) : make(v, projector))
  if (known.size > 50) known.clear()
  known.set(key, m)
  return m
}

function make(v: Viewport, projector: boolean): Measures {
  const size = { width: Math.max(280, v.width), height: Math.max(320, v.height) }
  if (size.width < 560) return phone(size)
  if (size.width < 1080 || size.height < 760) return mid(size)
  return wide(size, projector)
}
