// Times at the door. Simulated time begins in 2017, and clients work out ages from their own clock; so every timestamp that goes out is moved by as
// much as the wall is ahead of the simulation, and every one that comes in is moved back. Ages then come out right. Annotations, labels and data are
// the client's own words and stay as they are.
import type { Dates } from '../apiserver/index.ts'
import { formatMicroTime, formatTime, parseTime } from '../kube/index.ts'

const FIELDS = new Set(
  `acquireTime completionTime creationTimestamp deletionTimestamp eventTime finishedAt firstTimestamp lastHeartbeatTime lastObservedTime lastProbeTime
  lastScaleTime lastScheduleTime lastSuccessfulTime lastTimestamp lastTransitionTime lastUpdateTime now renewTime runUntil since startTime startedAt
  time timeAdded timestamp`.split(/\s+/),
)
/** What is in there are no times of ours. */
const CLOSED = new Set(['annotations', 'labels', 'data', 'binaryData', 'stringData', 'matchLabels', 'fieldsV1', 'env', 'nodeSelector'])
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export class WallDates implements Dates {
  /** Whole seconds, so that what goes out and comes back is what it was. */
  #shiftMs = 0

  /** Before a request or an event: what time it is on both sides. */
  tune(wallMs: number, simulatedMs: number): void {
    this.#shiftMs = Math.floor((wallMs - simulatedMs) / 1000) * 1000
  }

  out(value: unknown): unknown {
    return moved(value, this.#shiftMs)
  }

  in(value: unknown): unknown {
    return moved(value, -this.#shiftMs)
  }
}

/** The value with its times moved; the value itself when there are none. */
function moved(value: unknown, byMs: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let out: unknown[] | undefined
    for (let i = 0; i < value.length; i++) {
      const next = moved(value[i], byMs)
      if (next === value[i]) continue
      out ??= [...value]
      out[i] = next
    }
    return out ?? value
  }
  const o = value as Record<string, unknown>
  let out: Record<string, unknown> | undefined
  for (const key in o) {
    if (CLOSED.has(key)) continue
    const there = o[key]
    const next = FIELDS.has(key) && typeof there === 'string' ? movedTime(there, byMs) : moved(there, byMs)
    if (next === there) continue
    out ??= { ...o }
    out[key] = next
  }
  return out ?? value
}

function movedTime(text: string, byMs: number): string {
  if (!TIME.test(text)) return text
  const ms = parseTime(text)
  if (Number.isNaN(ms)) return text
  const fraction = /\.(\d+)/.exec(text)?.[1]
  if (fraction === undefined) return formatTime(ms + byMs)
  return fraction.length > 3
    ? formatMicroTime(ms + byMs).replace(/\.\d+Z$/, `.${fraction}Z`)
    : `${formatTime(ms + byMs).slice(0, -1)}.${fraction}Z`
}
