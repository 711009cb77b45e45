// The transport's measures at its three sizes, in pixels from its top.
import type { Layout } from '../size.ts'

export interface Measures {
  readonly height: number
  readonly strip: { readonly y: number; readonly h: number }
  /** Where the track lies; marks stand on it. */
  readonly track: number
  /** How far under the track words stand; absent: there is no room for words. */
  readonly label?: number
  readonly widestLabel: number
  /** Size of the words' type. */
  readonly type: number
  /** Where times stand; absent: none are written. */
  readonly times?: number
  /** From the edge of the picture to the line's end, so that the playhead is whole there. */
  readonly pad: number
  readonly knob: number
  readonly tickApart: number
}

export const measures: Readonly<Record<Layout, Measures>> = {
  wide: {
    height: 152,
    strip: { y: 22, h: 32 },
    track: 88,
    label: 29,
    widestLabel: 220,
    type: 14,
    times: 142,
    pad: 24,
    knob: 11,
    tickApart: 150,
  },
  mid: {
    height: 100,
    strip: { y: 14, h: 24 },
    track: 60,
    label: 27,
    widestLabel: 160,
    type: 13,
    pad: 14,
    knob: 10,
    tickApart: 120,
  },
  phone: {
    height: 84,
    strip: { y: 14, h: 14 },
    track: 40,
    label: 24,
    widestLabel: 120,
    type: 13,
    pad: 12,
    knob: 10,
    tickApart: 90,
  },
}
