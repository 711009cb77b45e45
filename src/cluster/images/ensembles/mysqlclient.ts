// `mysql -e "…"`: the few statements that a demonstration needs, and their answers as the client prints them into a pipe: columns between tabs.
// Upstream: client/mysql.cc.
import type { Standing } from '../behaviour.ts'
import { clientOf, readArgs, type Step, type Talk } from './client.ts'

interface Table {
  readonly columns: string
  readonly count: number
  readonly rows: readonly string[]
}

/** How statements are told from each other: `'…;…'` is one. */
const STATEMENT = /(?:'[^']*'|"[^"]*"|[^;'"])+/g
const NAME = '`?(\\w+)`?(?:\\.`?(\\w+)`?)?'

export const mysqlClient = clientOf('mysql', ({ args, world }): Talk => {
  const { values, rest } = readArgs(args, ['u', 'h', 'P', 'e', 'D', 'user', 'host', 'port', 'execute', 'database'])
  const option = (letter: string, name: string) => values.get(letter) ?? values.get(name)
  const host = option('h', 'host') ?? 'localhost'
  const port = Number(option('P', 'port') ?? 3306)
  const titled = !values.has('N') && !values.has('skip-column-names')
  let database = option('D', 'database') ?? rest[0] ?? ''
  const steps: Step[] = []
  for (const statement of option('e', 'execute')?.match(STATEMENT) ?? []) {
    const text = statement.trim()
    const used = /^use\s+`?(\w+)/i.exec(text)
    if (used) database = used[1] ?? ''
    else if (text !== '' && text !== '\\G') steps.push(stepOf(text, database, world.hostname, titled))
  }
  return { host, port, steps, complain: (error, fault) => complaintOf(error, fault, host, port) }
})

function complaintOf(error: string | undefined, fault: string | undefined, host: string, port: number): string {
  if (error !== undefined) {
    const [code, words] = error.split('|')
    return `ERROR ${code} at line 1: ${words}`
  }
  if (fault === 'readOnly')
    return 'ERROR 1290 (HY000) at line 1: The MySQL server is running with the --super-read-only option so it cannot execute this statement'
  if (fault === 'lost') return 'ERROR 2013 (HY000) at line 1: Lost connection to MySQL server during query'
  if (fault === 'unknown-host') return `ERROR 2005 (HY000): Unknown MySQL server host '${host}' (-2)`
  if (host === 'localhost')
    return "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)"
  return `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}:${port}' (${fault === 'refused' ? 111 : 110})`
}

function stepOf(text: string, current: string, hostname: string, titled: boolean): Step {
  const table = (title: string, rows: readonly string[]) => [...(titled ? [title] : []), ...rows].map(r => `${r}\n`).join('')
  const named = (first = '', second?: string) =>
    second === undefined ? { database: current, table: first } : { database: first, table: second }
  const match = (pattern: string) => new RegExp(`^${pattern}`, 'is').exec(text)
  const silent = () => ''

  let m = match('create\\s+database\\s+(if\\s+not\\s+exists\\s+)?`?(\\w+)`?')
  if (m) return { op: { op: 'createDatabase', database: m[2] ?? '', quiet: m[1] ? 1 : 0 }, print: silent }
  m = match(`create\\s+table\\s+(if\\s+not\\s+exists\\s+)?${NAME}\\s*\\((.*)\\)`)
  if (m) return { op: { op: 'createTable', ...named(m[2], m[3]), columns: columnsOf(m[4] ?? ''), quiet: m[1] ? 1 : 0 }, print: silent }
  m = match(`insert\\s+into\\s+${NAME}\\s*(?:\\([^)]*\\)\\s*)?values\\s*(.*)$`)
  if (m) return { op: { op: 'insert', ...named(m[1], m[2]), rows: rowsOf(m[3] ?? '').join('\n') }, print: silent }
  m = match('drop\\s+database\\s+(if\\s+exists\\s+)?`?(\\w+)`?')
  if (m) return { op: { op: 'drop', database: m[2] ?? '', table: '', quiet: m[1] ? 1 : 0 }, print: silent }
  m = match(`drop\\s+table\\s+(if\\s+exists\\s+)?${NAME}`)
  if (m) return { op: { op: 'drop', ...named(m[2], m[3]), quiet: m[1] ? 1 : 0 }, print: silent }
  m = match(`select\\s+(count\\(\\*\\)|\\*)\\s+from\\s+${NAME}`)
  if (m) {
    const what = m[1] ?? ''
    const print = (value: unknown) => {
      const { columns, count, rows } = value as Table
      return what === '*' ? (rows.length ? table(columns, rows) : '') : table(what, [String(count)])
    }
    return { op: { op: 'select', ...named(m[2], m[3]) }, print }
  }
  if (match('show\\s+databases')) return { op: { op: 'databases' }, print: v => table('Database', v as string[]) }
  if (match('show\\s+tables')) return { op: { op: 'tables', database: current }, print: v => table(`Tables_in_${current}`, v as string[]) }
  if (match('show\\s+(replica|slave)\\s+status')) return { op: { op: 'status' }, print: v => replicaStatus(v as Standing) }
  m = match('select\\s+(.*)$')
  const told = m && selected(m[1] ?? '', hostname)
  if (m && told) return { op: { op: 'status' }, print: v => table(m?.[1] ?? '', [told(v as Standing)]) }
  const near = text.slice(0, 80)
  return { err: `ERROR 1064 (42000) at line 1: You have an error in your SQL syntax near '${near}'`, code: 1 }
}

/** The values of `SELECT @@hostname, 1`: of those that are known. */
function selected(list: string, hostname: string): ((s: Standing) => string) | undefined {
  const known: Readonly<Record<string, (s: Standing) => string>> = {
    '@@hostname': () => hostname,
    '@@server_id': s => String(100 + s.id),
    '@@read_only': s => (s.role === 'leads' ? '0' : '1'),
    '@@super_read_only': s => (s.role === 'leads' ? '0' : '1'),
  }
  const parts = list.split(',').map(p => p.trim().toLowerCase())
  if (!parts.every(p => /^\d+$/.test(p) || Object.hasOwn(known, p))) return undefined
  return s => parts.map(p => known[p]?.(s) ?? p).join('\t')
}

/** The names of the columns of a definition. */
const columnsOf = (definition: string): string =>
  definition
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map(c => /^\s*`?(\w+)/.exec(c)?.[1] ?? '')
    .filter(c => c !== '' && !/^(primary|key|unique|index|constraint|foreign)$/i.test(c))
    .join('\t')

/** `(1, 'a'), (2, 'b')` → rows, their values between tabs. */
const rowsOf = (values: string): string[] =>
  [...values.matchAll(/\(((?:'[^']*'|"[^"]*"|[^()'"])*)\)/g)].map(m =>
    [...(m[1] ?? '').matchAll(/'([^']*)'|"([^"]*)"|[^,\s][^,]*/g)]
      .map(v => (v[1] ?? v[2] ?? v[0]).trim().replace(/[\n\t]/g, ' '))
      .join('\t'),
  )

/** Nothing on a source; on a replica the well-known lines of `\G`. */
function replicaStatus({ role, peers, writes }: Standing): string {
  if (role === 'leads') return ''
  const source = peers.find(p => p.leads)
  const isHeard = source?.heard ?? false
  const rows = [
    ['Source_Host', source?.pod.slice(source.pod.indexOf('/') + 1) ?? ''],
    ['Source_Port', '3306'],
    ['Replica_IO_Running', role === 'follows' ? 'Yes' : isHeard ? 'No' : 'Connecting'],
    ['Replica_SQL_Running', 'Yes'],
    ['Exec_Source_Log_Pos', String(writes)],
    [
      'Last_IO_Error',
      role === 'follows' ? '' : isHeard ? 'Source has purged binary logs; the replica is ahead of it' : 'error connecting to source',
    ],
  ]
  return `*************************** 1. row ***************************\n${rows.map(([k = '', v]) => `${k.padStart(26)}: ${v}\n`).join('')}`
}
