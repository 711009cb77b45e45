// MySQL and its kin: ordinal 0 is the primary and needs nobody's consent; the others are replicas that follow as they can and refuse writes. What the
// primary has acknowledged and not yet sent is lost with it. Upstream: MySQL 8.4 manual, Replication.
import type { Behaviour, Standing } from '../behaviour.ts'
import { serves } from '../webserver.ts'
import type { Answer, Applied, Data, EnsembleKind, Item, Op } from './ensemble.ts'
import { mysqlClient } from './mysqlclient.ts'
import { serverOf } from './server.ts'

const WRITES = new Set(['createDatabase', 'createTable', 'insert', 'drop', 'record'])
/** So many of the last rows of a table can be read back; all are counted. */
const MOST_ROWS = 100

const item = (data: Data, key: string): Item | undefined => (Object.hasOwn(data, key) ? data[key] : undefined)
const rowsOf = (table: Item | undefined) => (table?.rows ?? []) as readonly string[]

function inserted(data: Data, key: string, rows: readonly string[]): Data {
  const old = item(data, key)
  const count = Number(old?.count ?? 0) + rows.length
  return { ...data, [key]: { columns: '', ...old, count, rows: [...rowsOf(old), ...rows].slice(-MOST_ROWS) } }
}

/** The key of a table is DATABASE.TABLE; a database has an entry of its own. */
function apply(data: Data, o: Op): Applied {
  const fails = (error: string): Applied => ({ data, answer: { error } })
  const done = (next: Data): Applied => ({ data: next, answer: { value: null } })
  const [database, table, key] = [String(o.database), String(o.table), `${o.database}.${o.table}`]
  const isQuiet = o.quiet === 1
  switch (o.op) {
    // A client of a Load: its table is made when it is first needed.
    case 'record':
      return done({ ...inserted(data, 'podium.requests', []), ...counted(data) })
    case 'createDatabase':
      if (item(data, database)) return isQuiet ? done(data) : fails(`1007 (HY000)|Can't create database '${database}'; database exists`)
      return done({ ...data, [database]: {} })
    case 'createTable':
      if (!item(data, database)) return fails(`1049 (42000)|Unknown database '${database}'`)
      if (item(data, key)) return isQuiet ? done(data) : fails(`1050 (42S01)|Table '${table}' already exists`)
      return done({ ...data, [key]: { columns: String(o.columns), count: 0, rows: [] } })
    case 'insert':
      return item(data, key) ? done(inserted(data, key, String(o.rows).split('\n'))) : fails(`1146 (42S02)|Table '${key}' doesn't exist`)
    default: {
      const gone = table === '' ? database : key
      if (!item(data, gone))
        return isQuiet
          ? done(data)
          : fails(
              table === ''
                ? `1008 (HY000)|Can't drop database '${database}'; database doesn't exist`
                : `1051 (42S02)|Unknown table '${key}'`,
            )
      return done(Object.fromEntries(Object.entries(data).filter(([k]) => k !== gone && !(table === '' && k.startsWith(`${database}.`)))))
    }
  }
}
const counted = (data: Data): Data => {
  const old = item(data, 'podium.requests')
  return { podium: {}, 'podium.requests': { columns: 'id', count: Number(old?.count ?? 0) + 1, rows: [] } }
}

function read(data: Data, o: Op, standing: Standing): Answer {
  const key = `${o.database}.${o.table}`
  switch (o.op) {
    case 'status':
      return { value: standing }
    case 'databases':
      return {
        value: ['information_schema', 'mysql', 'performance_schema', 'sys', ...Object.keys(data).filter(k => !k.includes('.'))].sort(),
      }
    case 'tables': {
      const prefix = `${o.database}.`
      const names = Object.keys(data).filter(k => k.startsWith(prefix))
      return { value: names.map(k => k.slice(prefix.length)).sort() }
    }
    default: {
      const table = item(data, key)
      return table
        ? { value: { columns: table.columns, count: table.count, rows: rowsOf(table) } }
        : { error: `1146 (42S02)|Table '${key}' doesn't exist` }
    }
  }
}

export const mysqlKind: EnsembleKind = {
  kind: 'mysql',
  port: 3306,
  peerPorts: [],
  dataDirs: ['/var/lib/mysql', '/bitnami/mysql', '/bitnami/mariadb', '/bitnami'],
  file: 'binlog.000001',
  roles: { leads: 'primary', follows: 'replica', looks: 'replica' },
  elects: 'first',
  forwards: false,
  readsAlone: true,
  // replica_net_timeout is a minute; a replica that hears nothing asks again.
  silenceMs: 60_000,
  isWrite: ({ op }) => WRITES.has(op),
  apply,
  read,
  loadOp: { op: 'record' },
  says: ({ role, peers, id }) =>
    role === 'leads'
      ? '[System] [Server] ready for connections. port: 3306'
      : role === 'follows'
        ? `[System] [Repl] Replica I/O thread: connected to ${peers.find(p => p.leads && p.id !== id)?.pod ?? 'its source'}`
        : '[Warning] [Repl] Replica I/O thread: no source, will try again',
}

const server = serverOf(mysqlKind, 0)
const SERVERS = new Set(['mysqld', 'mariadbd', 'mysqld_safe', 'docker-entrypoint.sh'])
const CLIENTS = new Set(['mysql', 'mariadb'])

export const mysql: Behaviour = {
  name: 'MySQL',
  is: i => /^(mysql|mariadb|percona)(-server|-xtradb-cluster|-galera)?$/.test(i.base),
  ensemble: mysqlKind,
  program: { ...serves, ports: [mysqlKind.port], answer: () => ({ status: 400 }), says: ['[System] [Server] mysqld: starting'] },
  command: name => {
    if (CLIENTS.has(name)) return mysqlClient
    if (name === 'mysqladmin') return call => (call.state ? alive(call.answer) : { state: 'asked', ask: PING })
    return SERVERS.has(name) ? server : undefined
  },
}
const PING = { kind: 'image', name: 'mysql', data: { host: 'localhost', port: 3306, op: { op: 'status' } } } as const
const alive = (answer: unknown) =>
  answer && 'value' in (answer as object)
    ? { out: 'mysqld is alive\n', code: 0 }
    : { err: "mysqladmin: connect to server at 'localhost' failed\n", code: 1 }
