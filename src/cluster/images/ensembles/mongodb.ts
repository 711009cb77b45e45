// MongoDB: a replica set whose members elect a primary by majority; only it takes writes, and a write counts when a majority has it. Without one all are
// secondaries, which can still be read. Upstream: MongoDB manual, Replication.
import type { Behaviour, Standing } from '../behaviour.ts'
import { serves } from '../webserver.ts'
import { clientOf, readArgs, type Step, type Talk } from './client.ts'
import type { Answer, Applied, Data, EnsembleKind, Op, Stamp } from './ensemble.ts'
import { serverOf } from './server.ts'

/** So many of the last documents of a collection can be read back; all are counted. */
const MOST_DOCUMENTS = 100

function apply(data: Data, o: Op, { number, term }: Stamp): Applied {
  const key = String(o.collection)
  const old = Object.hasOwn(data, key) ? data[key] : undefined
  if (o.op === 'drop') {
    const { [key]: gone, ...left } = data
    return { data: left, answer: { value: gone !== undefined } }
  }
  const documents = o.op === 'record' ? [] : String(o.documents).split('\n')
  const count = Number(old?.count ?? 0) + Math.max(1, documents.length)
  const kept = [...((old?.documents ?? []) as readonly string[]), ...documents].slice(-MOST_DOCUMENTS)
  const id = `${term.toString(16).padStart(8, '0')}${number.toString(16).padStart(16, '0')}`
  return { data: { ...data, [key]: { count, documents: kept } }, answer: { value: { id, count: documents.length } } }
}

function read(data: Data, o: Op, standing: Standing): Answer {
  if (o.op === 'status') return { value: standing }
  const key = String(o.collection)
  return { value: Object.hasOwn(data, key) ? data[key] : { count: 0, documents: [] } }
}

export const mongodbKind: EnsembleKind = {
  kind: 'mongodb',
  port: 27017,
  peerPorts: [],
  dataDirs: ['/data/db', '/data', '/bitnami/mongodb', '/var/lib/mongo', '/var/lib/mongodb'],
  file: 'collection-0.wt',
  roles: { leads: 'primary', follows: 'secondary', looks: 'secondary' },
  elects: 'lowest',
  forwards: false,
  readsAlone: true,
  // electionTimeoutMillis
  silenceMs: 10_000,
  isWrite: ({ op }) => op === 'insert' || op === 'record' || op === 'drop',
  apply,
  read,
  loadOp: { op: 'record', collection: 'podium.requests' },
  says: ({ role, term }) =>
    role === 'leads'
      ? `{"s":"I","c":"REPL","msg":"Transition to primary complete","attr":{"term":${term}}}`
      : `{"s":"I","c":"REPL","msg":"Replica set state transition","attr":{"newState":"SECONDARY"}}`,
}

const server = serverOf(mongodbKind, 0)
const SERVERS = new Set(['mongod', 'docker-entrypoint.sh'])

export const mongodb: Behaviour = {
  name: 'MongoDB',
  is: i => /^(mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/.test(i.base),
  ensemble: mongodbKind,
  program: {
    ...serves,
    ports: [mongodbKind.port],
    answer: () => ({ status: 200, body: 'It looks like you are trying to access MongoDB over HTTP on the native driver port.\n' }),
  },
  command: name => (name === 'mongosh' || name === 'mongo' ? mongosh : SERVERS.has(name) ? server : undefined),
}

const mongosh = clientOf('mongodb', ({ args }): Talk => {
  const { values, rest } = readArgs(args, ['eval', 'host', 'port', 'u', 'p', 'username', 'password', 'authenticationDatabase'])
  const url = /^(?:mongodb:\/\/)?(?:[^@/]*@)?([^:/,?]+)(?::(\d+))?(?:[^/]*)(?:\/(\w+))?/.exec(rest[0] ?? '')
  const isAddress = rest[0]?.includes('/') || rest[0]?.includes(':') || rest[0]?.includes('.')
  const host = values.get('host') ?? (isAddress ? (url?.[1] ?? 'localhost') : 'localhost')
  const port = Number(values.get('port') ?? (isAddress ? (url?.[2] ?? 27017) : 27017))
  const database = (isAddress ? url?.[3] : rest[0]) ?? 'test'
  const statements = (values.get('eval') ?? '').split(';').map(s => s.trim())
  const steps = statements.filter(s => s !== '').map((s): Step => stepOf(s.replace(/^(print|printjson)\((.*)\)$/s, '$2'), database))
  return { host, port, steps, complain: (error, fault) => complaintOf(error, fault, host, port) }
})

function complaintOf(error: string | undefined, fault: string | undefined, host: string, port: number): string {
  if (error !== undefined) return `MongoServerError: ${error}`
  if (fault === 'readOnly') return 'MongoServerError[NotWritablePrimary]: not primary'
  if (fault === 'lost') return 'MongoServerError[PrimarySteppedDown]: operation was interrupted'
  if (fault === 'unknown-host') return `MongoNetworkError: getaddrinfo ENOTFOUND ${host}`
  return `MongoNetworkError: ${fault === 'refused' ? `connect ECONNREFUSED ${host}:${port}` : 'connection timed out'}`
}

function stepOf(text: string, database: string): Step {
  if (/^rs\.initiate\(/.test(text)) return { out: '{ ok: 1 }\n' }
  if (/^db\.(adminCommand|runCommand)\(.*ping/.test(text)) return { op: { op: 'status' }, print: () => '{ ok: 1 }\n' }
  if (/^rs\.status\(\)(\.ok)?$/.test(text))
    return { op: { op: 'status' }, print: v => (text.endsWith('.ok') ? '1\n' : statusOf(v as Standing)) }
  if (/^(rs\.isMaster|db\.isMaster|db\.hello)\(\)/.test(text)) return { op: { op: 'status' }, print: v => helloOf(v as Standing, text) }
  const m =
    /^db\.(?:getSiblingDB\(['"](\w+)['"]\)\.)?(\w+)\.(insertOne|insert|insertMany|countDocuments|count|find|drop)\((.*)\)(?:\.\w+\(\))*$/s.exec(
      text,
    )
  if (!m) return { err: `ReferenceError: ${text.slice(0, 60)} is not defined`, code: 1 }
  const [, other, name, verb = '', argument = ''] = m
  const collection = `${other ?? database}.${name}`
  if (verb.startsWith('count')) return { op: { op: 'read', collection }, print: v => `${(v as { count: number }).count}\n` }
  if (verb === 'find')
    return {
      op: { op: 'read', collection },
      print: v => `[${(v as { documents: string[] }).documents.map(d => `\n  ${d}`).join(',')}\n]\n`,
    }
  if (verb === 'drop') return { op: { op: 'drop', collection }, print: v => `${v}\n` }
  const documents = (verb === 'insertMany' ? (argument.match(/\{[^{}]*\}/g) ?? []) : [argument])
    .map(d => d.replace(/\s+/g, ' ').trim())
    .join('\n')
  return { op: { op: 'insert', collection, documents }, print: v => insertedOf(v as { id: string; count: number }) }
}

const insertedOf = ({ id, count }: { id: string; count: number }) =>
  count === 1 ? `{\n  acknowledged: true,\n  insertedId: ObjectId('${id}')\n}\n` : `{ acknowledged: true, insertedCount: ${count} }\n`

const nameOf = (pod: string) => `${pod.slice(pod.indexOf('/') + 1)}:27017`

function statusOf({ role, id, term, peers }: Standing): string {
  const members = peers.map(p => {
    const [state, text] = !p.heard ? [8, '(not reachable/healthy)'] : p.leads ? [1, 'PRIMARY'] : [2, 'SECONDARY']
    return `    { _id: ${p.id}, name: '${nameOf(p.pod)}', health: ${p.heard ? 1 : 0}, state: ${state}, stateStr: '${text}'${p.id === id ? ', self: true' : ''} }`
  })
  return `{\n  set: 'rs0',\n  myState: ${role === 'leads' ? 1 : 2},\n  term: ${term},\n  members: [\n${members.join(',\n')}\n  ],\n  ok: 1\n}\n`
}

function helloOf({ role, peers }: Standing, text: string): string {
  const primary = peers.find(p => p.leads && p.heard)
  if (/\.(ismaster|isWritablePrimary)$/.test(text)) return `${role === 'leads'}\n`
  if (text.endsWith('.primary')) return `${primary ? nameOf(primary.pod) : ''}\n`
  return `{ isWritablePrimary: ${role === 'leads'}, secondary: ${role !== 'leads'}${primary ? `, primary: '${nameOf(primary.pod)}'` : ''}, ok: 1 }\n`
}
