// curl, as far as examples use it: no busybox has it, the images that are made for it do. Upstream: curl(1).
import { type Bytes, decode, encode } from '../bytes.ts'
import type { Command, Io, Next } from '../io.ts'
import type { HttpAnswer, HttpRequest, NetworkFault } from '../requests.ts'
import { readUrl, statusLine } from './network.ts'

interface Options {
  urls: Bytes[]
  flags: Set<string>
  values: Map<string, Bytes[]>
}
const longNames: { readonly [long: string]: string } = {
  silent: 's',
  'show-error': 'S',
  head: 'I',
  include: 'i',
  output: 'o',
  'write-out': 'w',
  request: 'X',
  data: 'd',
  'data-raw': 'd',
  'data-binary': 'd',
  header: 'H',
  fail: 'f',
  'max-time': 'm',
  location: 'L',
  insecure: 'k',
  verbose: 'v',
  'user-agent': 'A',
  user: 'u',
  'connect-timeout': 'connect-timeout',
  retry: 'retry',
  'retry-delay': 'retry-delay',
  'no-progress-meter': 's',
  'fail-with-body': 'f',
}
const valued = new Set(['o', 'w', 'X', 'd', 'H', 'm', 'A', 'u', 'connect-timeout', 'retry', 'retry-delay', 'e', 'T'])

function read(args: readonly Bytes[]): Options {
  const options: Options = { urls: [], flags: new Set(), values: new Map() }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Bytes
    if (!arg.startsWith('-') || arg === '-') {
      options.urls.push(arg)
      continue
    }
    const letters = arg.startsWith('--') ? [longNames[arg.slice(2)] ?? arg.slice(2)] : [...arg.slice(1)]
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] as string
      if (!valued.has(letter)) options.flags.add(letter)
      else {
        const rest = arg.startsWith('--') ? '' : letters.slice(at + 1).join('')
        const value = rest || (args[++i] ?? '')
        options.values.set(letter, [...(options.values.get(letter) ?? []), value])
        break
      }
    }
  }
  return options
}

interface State {
  index: number
  request: HttpRequest
  startedMs: number
  status: number
  hops: number
}
export const curl: Command = (io, state) => {
  const options = read(io.args)
  const before = state as State | undefined
  if (options.urls.length === 0) return io.fail("try 'curl --help' or 'curl --manual' for more information", 2)
  if (!before) return begin(io, options, 0, 0)
  const status = finish(io, options, before)
  if (typeof status !== 'number') return status
  return before.index + 1 < options.urls.length ? begin(io, options, before.index + 1, status) : status
}
function begin(io: Io, { urls, flags, values }: Options, index: number, status: number): Next {
  const url = readUrl(decode(urls[index] ?? ''))
  if (!url) return io.fail(`(3) URL using bad/illegal format or missing URL`, 3)
  const data = values.get('d')?.map(decode).join('&')
  const seconds = Number(values.get('m')?.at(-1) ?? values.get('connect-timeout')?.at(-1) ?? 130)
  const headers = Object.fromEntries(
    (values.get('H') ?? []).map(decode).map(h => [h.split(':')[0] ?? '', h.slice(h.indexOf(':') + 1).trim()]),
  )
  const method = decode(values.get('X')?.at(-1) ?? (flags.has('I') ? 'HEAD' : data === undefined ? 'GET' : 'POST'))
  const request: HttpRequest = { kind: 'http', method, ...url, headers, body: data ?? '', timeoutMs: seconds * 1000 }
  return {
    wait: { request, untilMs: io.nowMs + seconds * 1000 },
    state: { index, request, startedMs: io.nowMs, status, hops: 0 } satisfies State,
  }
}

/** The number that curl gives an error, and its words. */
function faultOf(fault: NetworkFault, { host, port }: HttpRequest, ms: number): [code: number, text: string] {
  switch (fault) {
    case 'unknown-host':
      return [6, `Could not resolve host: ${host}`]
    case 'refused':
      return [7, `Failed to connect to ${host} port ${port} after ${ms} ms: Couldn't connect to server`]
    case 'unreachable':
      return [7, `Failed to connect to ${host} port ${port} after ${ms} ms: No route to host`]
    case 'timeout':
      return [28, `Failed to connect to ${host} port ${port} after ${ms} ms: Timeout was reached`]
    case 'reset':
      return [56, 'Recv failure: Connection reset by peer']
    default:
      return fault satisfies never
  }
}
function finish(io: Io, options: Options, s: State): Next {
  const { flags, values } = options
  const answer = (io.answer as HttpAnswer | undefined) ?? { fault: 'timeout' }
  const ms = Math.round(io.nowMs - s.startedMs)
  const fail = ([code, text]: [number, string]) => {
    if (!flags.has('s') || flags.has('S')) io.err(`curl: (${code}) ${encode(text)}\n`)
    return code
  }
  if ('fault' in answer) {
    writeOut(io, options, s, 0, ms, 0)
    return fail(faultOf(answer.fault, s.request, ms))
  }
  const moved = answer.headers?.Location ?? answer.headers?.location
  if (flags.has('L') && moved !== undefined && answer.status >= 300 && answer.status < 400 && s.hops < 50) {
    const url = readUrl(moved.startsWith('/') ? `${s.request.scheme}://${s.request.host}:${s.request.port}${moved}` : moved)
    if (url)
      return {
        wait: { request: { ...s.request, ...url } },
        state: { ...s, request: { ...s.request, ...url }, hops: s.hops + 1 } satisfies State,
      }
  }
  const body = s.request.method === 'HEAD' ? '' : encode(answer.body)
  const failed = flags.has('f') && answer.status >= 400
  const head = `${encode(statusLine(answer))}\r\n${Object.entries(answer.headers ?? {})
    .map(([name, value]) => `${name}: ${encode(value)}\r\n`)
    .join('')}\r\n`
  const text = (flags.has('I') || flags.has('i') ? head : '') + (failed ? '' : body)
  const target = values.get('o')?.[s.index] ?? values.get('o')?.at(-1)
  if (target === undefined || target === '-') io.out(text)
  else {
    const fd = io.open(target, 'write')
    if (typeof fd !== 'number') return fail([23, 'Failure writing output to destination'])
    io.write(fd, text)
    io.close(fd)
  }
  writeOut(io, options, s, answer.status, ms, body.length)
  return failed ? fail([22, `The requested URL returned error: ${answer.status}`]) : s.status
}
/** `-w`. */
function writeOut(io: Io, { values }: Options, s: State, status: number, ms: number, size: number): void {
  const format = values.get('w')?.at(-1)
  if (format === undefined) return
  const seconds = (ms / 1000).toFixed(6)
  const known: { readonly [name: string]: string } = {
    http_code: String(status).padStart(3, '0'),
    response_code: String(status).padStart(3, '0'),
    time_total: seconds,
    time_connect: seconds,
    time_starttransfer: seconds,
    size_download: String(size),
    url_effective: `${s.request.scheme}://${s.request.host}${s.request.path}`,
    method: s.request.method,
    num_redirects: String(s.hops),
    exitcode: '0',
  }
  io.out(
    format
      .replace(/%\{(\w+)\}/g, (_, name: string) => known[name] ?? '')
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t')
      .replace(/\\r/g, '\r'),
  )
}
