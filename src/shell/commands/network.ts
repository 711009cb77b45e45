// wget, nc, nslookup, ping: they ask the world and word its answers as busybox does. Upstream: busybox networking/.
import { type Bytes, decode, encode } from '../bytes.ts'
import type { Command, Io, Next } from '../io.ts'
import type { ConnectAnswer, HttpAnswer, HttpRequest, LookupAnswer, NetworkFault, PingAnswer, Request } from '../requests.ts'
import { optionsOf } from './inputs.ts'

const ask = (request: Request, state: unknown, more: { untilMs?: number } = {}): Next => ({ wait: { request, ...more }, state })

export interface Url {
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly path: string
}
export function readUrl(text: string): Url | undefined {
  const found = /^(?:(\w+):\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)(?::(\d+))?([/?][^#]*)?/.exec(text)
  if (!found) return undefined
  const scheme = found[1] ?? 'http'
  return {
    scheme,
    host: found[2] ?? '',
    port: Number(found[3] ?? (scheme === 'https' ? 443 : 80)),
    path: found[4]?.startsWith('?') ? `/${found[4]}` : (found[4] ?? '/'),
  }
}
const reasons: { readonly [status: number]: string } = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
export const statusLine = (answer: { status: number; reason?: string }) =>
  `HTTP/1.1 ${answer.status} ${answer.reason ?? reasons[answer.status] ?? ''}`

/** What busybox says when a connection does not come about. */
function complain(io: Io, fault: NetworkFault, host: string, address: string | undefined): number {
  if (fault === 'unknown-host') return io.fail(`bad address '${encode(host)}'`)
  const texts = {
    refused: 'Connection refused',
    timeout: 'Connection timed out',
    unreachable: 'Host is unreachable',
    reset: 'Connection reset by peer',
  }
  return fault === 'reset'
    ? io.fail('error getting response')
    : io.fail(`can't connect to remote host (${address ?? encode(host)}): ${texts[fault]}`)
}

interface Wget {
  request: HttpRequest
}
export const wget: Command = (io, state) => {
  const options = optionsOf(
    io,
    'cqSs',
    'OoPUTt',
    io.args.filter(a => !a.startsWith('--')),
  )
  if (!options) return 1
  const long = (name: string) => io.args.filter(a => a.startsWith(`--${name}=`)).map(a => decode(a.slice(name.length + 3)))
  const spider = io.args.includes('--spider') || options.flags.has('s')
  const text = options.operands[0]
  const url = text === undefined ? undefined : readUrl(decode(text))
  if (!url) return io.usage('wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [-T SEC] [--header STR] [--post-data STR] URL...')
  const quiet = options.flags.has('q')
  if (!state) {
    const posted = long('post-data')[0]
    const seconds = Number(options.values.get('T')?.at(-1) ?? 900)
    const headers = Object.fromEntries(long('header').map(h => [h.split(':')[0] ?? '', h.slice(h.indexOf(':') + 1).trim()]))
    const method = posted === undefined ? (spider ? 'HEAD' : 'GET') : 'POST'
    const request: HttpRequest = { kind: 'http', method, ...url, headers, body: posted ?? '', timeoutMs: seconds * 1000 }
    return ask(request, { request } satisfies Wget, { untilMs: io.nowMs + seconds * 1000 })
  }
  const answer = io.answer as HttpAnswer | undefined
  if (!answer) return io.fail('download timed out')
  if ('fault' in answer && answer.fault === 'unknown-host') return complain(io, answer.fault, url.host, undefined)
  if (!quiet) io.err(`Connecting to ${encode(url.host)} (${encode(answer.address ?? url.host)}:${url.port})\n`)
  if ('fault' in answer) return complain(io, answer.fault, url.host, answer.address)
  if (options.flags.has('S'))
    io.err(
      `  ${statusLine(answer)}\n${Object.entries(answer.headers ?? {})
        .map(([name, value]) => `  ${name}: ${encode(value)}\n`)
        .join('')}  \n`,
    )
  if (answer.status >= 400) return io.fail(`server returned error: ${encode(statusLine(answer))}`)
  if (!spider) return save(io, options.values.get('O')?.at(-1), encode(url.path), encode(answer.body), quiet)
  if (!quiet) io.err('remote file exists\n')
  return 0
}
function save(io: Io, given: Bytes | undefined, path: Bytes, body: Bytes, quiet: boolean): number {
  const name = given ?? (path.replace(/\?.*$/, '').replace(/^.*\//, '') || 'index.html')
  if (name === '-') io.out(body)
  else {
    const fd = io.open(name, 'write')
    if (typeof fd !== 'number') return io.fail(`can't open '${name}': ${io.faultText(fd)}`)
    io.write(fd, body)
  }
  if (quiet) return 0
  if (name !== '-') io.err(`saving to '${name}'\n`)
  io.err(`${name.slice(0, 20).padEnd(20)} 100% |********************************| ${String(body.length).padStart(5)}  0:00:00 ETA\n`)
  io.err(name === '-' ? 'written to stdout\n' : `'${name}' saved\n`)
  return 0
}

interface Nc {
  sent: string
  asked: boolean
}
export const nc: Command = (io, state) => {
  const options = optionsOf(io, 'lunvzk', 'wpie')
  if (!options) return 1
  const { flags, values, operands } = options
  // Who connects is the caller's to say; in here it waits for ever.
  const listens = Number(values.get('p')?.at(-1) ?? operands.at(-1))
  if (flags.has('l')) return { wait: { listens: [{ port: listens, protocol: flags.has('u') ? 'udp' : 'tcp' }] }, state: {} }
  const [host, port] = operands
  if (host === undefined || port === undefined) return io.usage('nc [-iN] [-wN] [-l] [-p PORT] [-f FILE|IPADDR PORT] [-e PROG]')
  const s = (state as Nc | undefined) ?? { sent: '', asked: false }
  if (!s.asked) {
    for (let text = flags.has('z') ? null : io.read(); text !== null; text = io.read()) {
      if (text === undefined) return { wait: { input: 0 }, state: s }
      s.sent += text
    }
    const seconds = values.get('w')?.at(-1)
    const timeoutMs = seconds === undefined ? undefined : Number(seconds) * 1000
    const request: Request = {
      kind: 'connect',
      protocol: flags.has('u') ? 'udp' : 'tcp',
      host: decode(host),
      port: Number(port),
      body: decode(s.sent),
      timeoutMs,
    }
    return ask(request, { sent: s.sent, asked: true } satisfies Nc, timeoutMs === undefined ? {} : { untilMs: io.nowMs + timeoutMs })
  }
  const answer = io.answer as ConnectAnswer | undefined
  if (!answer) return io.fail('timed out')
  if ('fault' in answer) {
    if (answer.fault === 'unknown-host') return io.fail(`bad address '${host}'`)
    return complain(io, answer.fault, `${decode(host)}:${port}`, answer.address && `${answer.address}:${port}`)
  }
  if (flags.has('v')) io.err(`${host} (${encode(answer.address ?? decode(host))}:${port}) open\n`)
  if (!flags.has('z')) io.out(encode(answer.body))
  return 0
}

export const nslookup: Command = (io, state) => {
  const options = optionsOf(
    io,
    'd',
    'tq',
    io.args.filter(a => !/^-(type|query|port)=/.test(a)),
  )
  if (!options) return 1
  const name = options.operands[0]
  if (name === undefined) return io.usage('nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]')
  if (!state) return ask({ kind: 'lookup', name: decode(name) }, { asked: true })
  const answer = io.answer as LookupAnswer
  const server = encode(answer.server ?? '10.96.0.10')
  if ('fault' in answer && answer.fault !== 'unknown-host') {
    io.out(';; connection timed out; no servers could be reached\n\n')
    return 1
  }
  io.out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`)
  if ('fault' in answer) {
    io.out(`** server can't find ${name}: NXDOMAIN\n\n`)
    return 1
  }
  for (const address of answer.addresses) io.out(`Name:\t${encode(answer.name ?? decode(name))}\nAddress: ${encode(address)}\n`)
  io.out('\n')
  return 0
}

interface Ping {
  sent: number
  received: number
  times: number[]
  address: string | undefined
  waits: boolean
}
export const ping: Command = (io, state) => {
  const options = optionsOf(io, 'q46A', 'cwWisItp')
  if (!options) return 1
  const host = options.operands[0]
  if (host === undefined) return io.usage('ping [OPTIONS] HOST')
  const count = Number(options.values.get('c')?.at(-1) ?? Number.POSITIVE_INFINITY)
  const timeoutMs = Number(options.values.get('W')?.at(-1) ?? 10) * 1000
  const request: Request = { kind: 'ping', host: decode(host), timeoutMs }
  const s = (state as Ping | undefined) ?? { sent: 0, received: 0, times: [], address: undefined, waits: false }
  if (!s.waits && s.sent > 0) {
    const answer = io.answer as PingAnswer | undefined
    if (answer && 'fault' in answer && answer.fault === 'unknown-host') return io.fail(`bad address '${host}'`)
    if (s.sent === 1) io.out(`PING ${host} (${encode(answer?.address ?? decode(host))}): 56 data bytes\n`)
    if (answer && 'ms' in answer) {
      s.received++
      s.times.push(answer.ms)
      io.out(`64 bytes from ${encode(answer.address)}: seq=${s.sent - 1} ttl=64 time=${answer.ms.toFixed(3)} ms\n`)
    }
    if (s.sent >= count || io.caught) return pingSummary(io, host, s)
    s.waits = true
    return { wait: { untilMs: io.nowMs + Number(options.values.get('i')?.at(-1) ?? 1) * 1000, catches: ['INT'] }, state: s }
  }
  if (io.caught) return pingSummary(io, host, s)
  s.waits = false
  s.sent++
  return ask(request, s, { untilMs: io.nowMs + timeoutMs })
}
function pingSummary(io: Io, host: Bytes, s: Ping): number {
  const loss = Math.round(((s.sent - s.received) * 100) / Math.max(s.sent, 1))
  io.out(`\n--- ${host} ping statistics ---\n${s.sent} packets transmitted, ${s.received} packets received, ${loss}% packet loss\n`)
  if (s.times.length > 0) {
    const mean = s.times.reduce((a, b) => a + b, 0) / s.times.length
    io.out(`round-trip min/avg/max = ${Math.min(...s.times).toFixed(3)}/${mean.toFixed(3)}/${Math.max(...s.times).toFixed(3)} ms\n`)
  }
  return s.received > 0 ? 0 : 1
}
