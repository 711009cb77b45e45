// ZooKeeper: a tree of nodes that a majority keeps. Whoever knows most leads; others pass writes on to it; without a majority a member answers nobody.
// Upstream: org.apache.zookeeper.server.quorum (FastLeaderElection, Leader, Learner), DataTree.
import type { Behaviour, Standing } from '../behaviour.ts'
import type { ImageName } from '../names.ts'
import { serves } from '../webserver.ts'
import type { Answer, Applied, Data, EnsembleKind, Item, Op, Stamp } from './ensemble.ts'
import { nothing, serverOf } from './server.ts'
import { zkCli, zkServer } from './zkcli.ts'

const WRITES = new Set(['create', 'set', 'delete', 'deleteall', 'touch'])

/** A node as it is kept. */
const node = (value: string, { number, term, atMs }: Stamp): Item => ({
  value,
  created: zxid(term, number),
  createdMs: atMs,
  modified: zxid(term, number),
  modifiedMs: atMs,
  version: 0,
  childrenAt: zxid(term, number),
  childVersion: 0,
})

/** The number of a write as ZooKeeper shows it: the epoch above, the counter below. */
export const zxid = (term: number, number: number): string =>
  `0x${term === 0 ? '' : term.toString(16)}${number.toString(16).padStart(term === 0 ? 1 : 8, '0')}`

const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'
const isBelow = (path: string, above: string) => path !== '/' && path.startsWith(above === '/' ? '/' : `${above}/`)
const childrenOf = (data: Data, path: string) => Object.keys(data).filter(p => isBelow(p, path) && parentOf(p) === path)
const has = (data: Data, path: string) => path === '/' || Object.hasOwn(data, path)

/** A parent whose children have changed. */
function touched(data: Data, path: string, { number, term }: Stamp): Data {
  const parent = data[path]
  return parent ? { ...data, [path]: { ...parent, childrenAt: zxid(term, number), childVersion: Number(parent.childVersion) + 1 } } : data
}

const fails = (data: Data, error: string): Applied => ({ data, answer: { error } })

function apply(data: Data, o: Op, stamp: Stamp): Applied {
  const path = String(o.path)
  const known = Object.hasOwn(data, path) ? data[path] : undefined
  const done = (next: Data): Applied => ({ data: next, answer: { value: next[path] ? shown(next, path) : null } })
  const changed = (item: Item): Applied =>
    done({
      ...data,
      [path]: {
        ...item,
        value: String(o.value ?? ''),
        version: Number(item.version) + 1,
        modified: zxid(stamp.term, stamp.number),
        modifiedMs: stamp.atMs,
      },
    })
  switch (o.op) {
    case 'touch':
      return known ? changed(known) : done({ ...data, [path]: node(String(o.value ?? ''), stamp) })
    case 'create':
      if (has(data, path)) return fails(data, 'exists')
      if (!has(data, parentOf(path))) return fails(data, 'missing')
      return done(touched({ ...data, [path]: node(String(o.value ?? ''), stamp) }, parentOf(path), stamp))
    case 'set':
      return known ? changed(known) : fails(data, 'missing')
    default: {
      if (!known) return fails(data, 'missing')
      if (o.op === 'delete' && childrenOf(data, path).length > 0) return fails(data, 'notEmpty')
      const left = Object.fromEntries(Object.entries(data).filter(([p]) => p !== path && !isBelow(p, path)))
      return done(touched(left, parentOf(path), stamp))
    }
  }
}

const shown = (data: Data, path: string) => ({ ...data[path], children: childrenOf(data, path).length })

function read(data: Data, { op, path }: Op, standing: Standing): Answer {
  const at = String(path)
  if (op === 'status') return { value: standing }
  if (!has(data, at)) return { error: 'missing' }
  if (op === 'ls') {
    const names = childrenOf(data, at).map(p => p.slice(p.lastIndexOf('/') + 1))
    return { value: (at === '/' ? [...names, 'zookeeper'] : names).sort() }
  }
  const root = { value: '', created: '0x0', createdMs: 0, modified: '0x0', modifiedMs: 0, version: 0, childrenAt: '0x0', childVersion: 0 }
  return { value: at === '/' ? { ...root, children: childrenOf(data, '/').length + 1 } : shown(data, at) }
}

export const zookeeperKind: EnsembleKind = {
  kind: 'zookeeper',
  port: 2181,
  peerPorts: [2888, 3888],
  dataDirs: ['/var/lib/zookeeper', '/data', '/bitnami/zookeeper', '/datalog'],
  file: 'version-2/snapshot',
  roles: { leads: 'leader', follows: 'follower', looks: 'looking' },
  elects: 'highest',
  forwards: true,
  readsAlone: false,
  // syncLimit 5 × tickTime 2 s
  silenceMs: 10_000,
  isWrite: ({ op }) => WRITES.has(op),
  apply,
  read,
  loadOp: { op: 'touch', path: '/load', value: 'podium' },
  says: ({ role, id, term }) =>
    role === 'looks'
      ? `INFO [QuorumPeer] LOOKING`
      : `INFO [QuorumPeer] ${role === 'leads' ? 'LEADING' : 'FOLLOWING'} myid=${id + 1} epoch=${term}`,
}

/** The words of four letters that a server answers on its port. */
function fourLetters(text: string, member: Standing | undefined): string {
  const word = text.trim()
  if (word === 'ruok') return 'imok'
  if (!['srvr', 'stat', 'mntr', 'isro'].includes(word)) return ''
  if (!member || member.role === 'looks') return 'This ZooKeeper instance is not currently serving requests\n'
  const mode = member.role === 'leads' ? 'leader' : 'follower'
  if (word === 'isro') return 'rw'
  if (word === 'mntr') return `zk_server_state\t${mode}\nzk_followers\t${member.peers.filter(p => p.heard).length - 1}\n`
  return `Zookeeper version: 3.4.10\nZxid: ${zxid(member.term, member.writes)}\nMode: ${mode}\n`
}

const PROBES = new Set(['zookeeper-ready', 'zkOk.sh'])
const SERVERS = new Set(['start-zookeeper', 'zkServer-foreground'])
const server = serverOf(zookeeperKind, 143)

/** 3.5 and later are terser. */
const isOld = ({ tag, base }: ImageName) => /3\.4/.test(tag) || /zk$/.test(base)

export const zookeeper: Behaviour = {
  name: 'ZooKeeper',
  is: i => /zookeeper(?!-?(exporter|operator))/.test(i.base) || /(^|[^a-z])zk|zk$/.test(i.base),
  ensemble: zookeeperKind,
  program: {
    ...serves,
    ports: [zookeeperKind.port, ...zookeeperKind.peerPorts],
    answer: () => ({ status: 400 }),
    hears: (text, { member }) => fourLetters(text, member),
    says: ['INFO [main] binding to port 0.0.0.0/0.0.0.0:2181'],
  },
  command: (name, image) => {
    if (name === 'zkCli.sh') return zkCli(isOld(image))
    if (name === 'zkServer.sh') return zkServer(server)
    if (SERVERS.has(name)) return server
    if (PROBES.has(name)) return call => (call.state ? { code: call.answer && 'body' in (call.answer as object) ? 0 : 1 } : ruok)
    return name === 'zkGenConfig.sh' ? nothing : undefined
  },
}
const ruok = {
  state: 'asked',
  ask: { kind: 'connect', protocol: 'tcp', host: 'localhost', port: 2181, body: 'ruok\n', timeoutMs: 1000 },
} as const
