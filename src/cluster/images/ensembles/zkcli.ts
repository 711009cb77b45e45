// zkCli.sh and zkServer.sh: what people type at a ZooKeeper, and its best-known lines in answer. Upstream: org.apache.zookeeper.ZooKeeperMain, bin/zkServer.sh.
import type { ImageProgram, ProgramCall, ProgramResult } from '../../../shell/index.ts'
import type { Standing } from '../behaviour.ts'
import type { Op } from './ensemble.ts'
import type { Reply } from './server.ts'

interface Cli {
  readonly host: string
  readonly port: number
  /** The command that is being asked. */
  readonly op?: Op
  readonly stat?: boolean
  /** Whole lines of the input that are still to be done; undefined: the command came as arguments. */
  readonly lines?: string
  readonly ended?: boolean
  readonly code: number
}

const COMMANDS: Readonly<Record<string, readonly [op: string, least: number]>> = {
  create: ['create', 1],
  get: ['get', 1],
  set: ['set', 2],
  ls: ['ls', 1],
  ls2: ['ls', 1],
  stat: ['stat', 1],
  delete: ['delete', 1],
  deleteall: ['deleteall', 1],
  rmr: ['deleteall', 1],
}
const USAGE = `ZooKeeper -server host:port cmd args\n${Object.keys(COMMANDS)
  .map(c => `\t${c} path\n`)
  .join('')}\tquit\n`

export const zkCli =
  (isOld: boolean): ImageProgram =>
  call => {
    const before = call.state as Cli | undefined
    if (!before) return begin(call)
    if (before.op) return answered(before, call.answer as Reply | undefined, isOld)
    const text = (before.lines ?? '') + (call.input ?? '')
    return nextLine({ ...before, lines: text, ended: call.input === null }, '')
  }

function begin({ args }: ProgramCall): ProgramResult {
  let rest = [...args]
  let [host, port] = ['localhost', 2181]
  while (rest[0] === '-server' || rest[0] === '-timeout' || rest[0] === '-r') {
    const [option, value = ''] = rest
    if (option === '-server') {
      const [h = '', p] = (value.split(',')[0] ?? '').split('/')[0]?.split(':') ?? []
      host = h
      port = Number(p ?? 2181)
    }
    rest = rest.slice(option === '-r' ? 1 : 2)
  }
  const cli: Cli = { host, port, code: 0 }
  const out = `Connecting to ${host}:${port}\n`
  if (rest.length === 0) return nextLine({ ...cli, lines: '' }, out)
  const asked = opOf(rest)
  if (typeof asked === 'string') return { out, err: asked, code: 1 }
  return { out, state: { ...cli, ...asked }, ask: request(cli, asked.op), afterMs: PATIENCE_MS }
}

function opOf(words: readonly string[]): { op: Op; stat: boolean } | string {
  const [name = '', ...rest] = words
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!known) return USAGE
  const flags = rest.filter(w => /^-[a-zA-Z]+$/.test(w))
  const [path = '', value = ''] = rest.filter(w => !flags.includes(w))
  if (rest.length - flags.length < known[1]) return USAGE
  if (!path.startsWith('/')) return `Command failed: java.lang.IllegalArgumentException: Path must start with / character\n`
  if (path !== '/' && path.endsWith('/')) return `Command failed: java.lang.IllegalArgumentException: Path must not end with / character\n`
  return { op: { op: known[0], path, value, typed: name }, stat: flags.includes('-s') || name === 'ls2' }
}

/** The client's session ends after so long without an answer. */
const PATIENCE_MS = 30_000

const request = ({ host, port }: Cli, op: Op) => ({ kind: 'image', name: 'zookeeper', data: { host, port, op } }) as const

/** The next line of the input, if there is a whole one. */
function nextLine(cli: Cli, out: string): ProgramResult {
  const lines = cli.lines ?? ''
  const end = lines.indexOf('\n')
  if (end < 0 && !(cli.ended && lines !== ''))
    return cli.ended ? { out, code: cli.code } : { out, state: { ...cli, op: undefined }, wantsInput: true }
  const line = end < 0 ? lines : lines.slice(0, end)
  const left: Cli = { ...cli, lines: end < 0 ? '' : lines.slice(end + 1) }
  const words = line.trim().split(/\s+/)
  if (words[0] === '') return nextLine(left, out)
  if (words[0] === 'quit' || words[0] === 'close') return { out, code: cli.code }
  const asked = opOf(words)
  if (typeof asked === 'string') return nextLine(left, out + asked)
  return { out, state: { ...left, ...asked }, ask: request(cli, asked.op), afterMs: PATIENCE_MS }
}

function answered(cli: Cli, reply: Reply | undefined, isOld: boolean): ProgramResult {
  const op = cli.op as Op
  const [out, err, code] = wordsOf(op, reply, isOld, cli.stat ?? false)
  if (cli.lines === undefined) return { out, err, code }
  const { op: _, ...left } = cli
  return nextLine({ ...left, code }, out + err)
}

const HELLO = '\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n'
const ERRORS: Readonly<Record<string, string>> = {
  exists: 'Node already exists: ',
  missing: 'Node does not exist: ',
  notEmpty: 'Node not empty: ',
}

/** What it prints: on its output, on its error output, and its exit code. */
function wordsOf(op: Op, reply: Reply | undefined, isOld: boolean, wantsStat: boolean): [string, string, number] {
  if (!reply || 'fault' in reply) {
    if (reply?.fault === 'unknown-host')
      return ['', `Exception in thread "main" java.net.UnknownHostException: Name or service not known\n`, 1]
    const thrown = isOld ? 'Exception in thread "main" org.apache.zookeeper.KeeperException$ConnectionLossException: ' : ''
    return ['', `${thrown}KeeperErrorCode = ConnectionLoss for ${op.path}\n`, 1]
  }
  // The old one ends with 0 whatever the server says.
  if ('error' in reply) return [HELLO, `${ERRORS[reply.error] ?? `${reply.error} `}${op.path}\n`, isOld ? 0 : 1]
  const value = reply.value as Record<string, string | number> & string[]
  if (op.op === 'create') return [`${HELLO}Created ${op.path}\n`, '', 0]
  if (op.op === 'ls') return [`${HELLO}[${value.join(', ')}]\n`, '', 0]
  if (op.op === 'stat') return [`${HELLO}${statOf(value)}`, '', 0]
  if (op.op === 'get')
    return [`${HELLO}${value.value === '' && !isOld ? 'null' : value.value}\n${isOld || wantsStat ? statOf(value) : ''}`, '', 0]
  return [HELLO + (op.op === 'set' && (isOld || wantsStat) ? statOf(value) : ''), '', 0]
}

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** As Java prints a date: `Thu Mar 30 09:00:02 UTC 2017`. */
export function javaDate(ms: number): string {
  const days = Math.floor(ms / 86_400_000)
  const second = Math.floor((ms - days * 86_400_000) / 1000)
  // Civil from days, in a calendar whose years begin in March.
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = (mp + 2) % 12
  const year = yoe + era * 400 + (month < 2 ? 1 : 0)
  const two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  return `${DAYS[((days % 7) + 7) % 7]} ${MONTHS[month]} ${two(doy - Math.floor((153 * mp + 2) / 5) + 1)} ${time} UTC ${year}`
}

function statOf(n: Readonly<Record<string, string | number>>): string {
  const rows = [
    ['cZxid', n.created],
    ['ctime', javaDate(Number(n.createdMs))],
    ['mZxid', n.modified],
    ['mtime', javaDate(Number(n.modifiedMs))],
    ['pZxid', n.childrenAt],
    ['cversion', n.childVersion],
    ['dataVersion', n.version],
    ['aclVersion', 0],
    ['ephemeralOwner', '0x0'],
    ['dataLength', String(n.value).length],
    ['numChildren', n.children],
  ]
  return rows.map(([name, value]) => `${name} = ${value}\n`).join('')
}

const CONFIG = 'ZooKeeper JMX enabled by default\nUsing config: /usr/bin/../etc/zookeeper/zoo.cfg\n'

/** `zkServer.sh status`, `zkServer.sh start-foreground`. */
export const zkServer =
  (server: ImageProgram): ImageProgram =>
  call => {
    const [verb] = call.args
    if (verb === 'start-foreground') return server(call)
    if (verb !== 'status') return { err: 'Usage: zkServer.sh {start-foreground|status}\n', code: 1 }
    if (!call.state)
      return {
        state: 'asked',
        ask: { kind: 'image', name: 'zookeeper', data: { host: 'localhost', port: 2181, op: { op: 'status', path: '/' } } },
      }
    const reply = call.answer as Reply | undefined
    const standing = reply && 'value' in reply ? (reply.value as Standing) : undefined
    if (!standing || standing.role === 'looks') return { out: `${CONFIG}Error contacting service. It is probably not running.\n`, code: 1 }
    const mode = standing.voters === 1 ? 'standalone' : standing.role === 'leads' ? 'leader' : 'follower'
    return { out: `${CONFIG}Mode: ${mode}\n`, code: 0 }
  }
