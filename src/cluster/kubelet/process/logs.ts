// What containers print, the last lines only, of the present process and the one before. Table `logs`, key: `UID CONTAINER`. Upstream:
// pkg/kubelet/kuberuntime/logs (on a real node: files under /var/log/pods).
import type { World } from '../../../engine/index.ts'
import { formatTime } from '../../../kube/index.ts'
import { pods, uids } from '../rows.ts'
import { linesWritten } from './collecting.ts'

export interface LogLine {
  /** Simulated milliseconds. */
  readonly at: number
  readonly stream: 1 | 2
  readonly text: string
  /** The line goes on in the next entry. */
  readonly partial?: true
}
export interface LogRow {
  readonly attempt: number
  readonly lines: readonly LogLine[]
  readonly previous?: readonly LogLine[]
}

const MOST_LINES = 500
const LONGEST_LINE = 16_384

type Tables = Pick<World, 'table'>
export const logTable = (w: Tables) => w.table<LogRow>('logs')
const keyOf = (uid: string, name: string) => `${uid} ${name}`

/** A new process begins a new log. */
export function beginLog(world: World, uid: string, name: string, attempt: number): void {
  const before = logTable(world).get(keyOf(uid, name))
  if (!before || before.attempt === attempt) return
  logTable(world).set(keyOf(uid, name), { attempt, lines: [], previous: before.lines })
}

export function appendLog(world: World, uid: string, name: string, attempt: number, stream: 1 | 2, text: string): void {
  if (text === '') return
  const key = keyOf(uid, name)
  const row = logTable(world).get(key) ?? { attempt, lines: [] }
  const lines = [...row.lines]
  const parts = text.split('\n')
  const rest = parts.pop() ?? ''
  linesWritten(world, uid, parts.length)
  for (const part of parts) lines.push({ at: world.now, stream, text: part.slice(0, LONGEST_LINE) })
  if (rest !== '') lines.push({ at: world.now, stream, text: rest.slice(0, LONGEST_LINE), partial: true })
  logTable(world).set(key, { ...row, attempt, lines: lines.slice(-MOST_LINES) })
}

export interface LogOptions {
  readonly previous?: boolean
  readonly tailLines?: number
  readonly limitBytes?: number
  readonly timestamps?: boolean
  /** Only what came at or after this simulated time. */
  readonly sinceMs?: number
}

/** The text of a log, as `GET …/log` hands it out; undefined when there is none of that process. */
export function logs(world: World, podKey: string, container: string, o: LogOptions = {}): string | undefined {
  const uid = uids(world).get(podKey)?.at(-1)
  const row = uid === undefined ? undefined : logTable(world).get(keyOf(uid, container))
  if (!row) return uid !== undefined && pods(world).has(uid) && !o.previous ? '' : undefined
  const all = o.previous ? row.previous : row.lines
  if (!all) return undefined
  const since = all.filter(l => l.at >= (o.sinceMs ?? 0))
  const tail = o.tailLines === undefined ? since : o.tailLines <= 0 ? [] : since.slice(-o.tailLines)
  const stamp = (at: number) => formatTime(world.nowMs - world.now + at).replace('Z', `.${String(at % 1000).padStart(3, '0')}000000Z`)
  const text = tail.map(l => `${o.timestamps ? `${stamp(l.at)} ` : ''}${l.text}${l.partial ? '' : '\n'}`).join('')
  return o.limitBytes === undefined ? text : text.slice(0, o.limitBytes)
}

/** The last words of a process that has ended, for terminationMessagePolicy FallbackToLogsOnError: at most 80 lines and 2048 bytes. */
export function lastWords(world: World, uid: string, name: string): string {
  const lines = logTable(world).get(keyOf(uid, name))?.lines ?? []
  const text = lines.slice(-80).map(l => `${l.text}${l.partial ? '' : '\n'}`)
  return text.join('').slice(-2048)
}
