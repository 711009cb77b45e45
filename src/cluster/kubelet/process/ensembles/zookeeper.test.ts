// ZooKeeper's rules: a majority leads and writes, a lone member refuses, what was acknowledged is kept, whoever returns catches up.
import { describe, expect, it } from 'vitest'
import { kept, members } from '../../../tables.ts'
import { TestCluster } from '../testing/cluster.ts'

const IMAGE = 'registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10'
const NAMES = ['zk-0', 'zk-1', 'zk-2'] as const

function zoo({ seed = 1, nodes = 3, disk = '/var/lib/zookeeper', container = {}, replicas = 3 } = {}): TestCluster {
  const t = new TestCluster({ seed, nodes })
  t.set('zk', IMAGE, { disk, container, replicas })
  t.until(
    () => t.leaders().length === 1 && members(t.world).size === replicas && [...members(t.world).values()].every(m => m.role !== 'looking'),
  )
  return t
}
const others = (name: string | undefined) => NAMES.filter(n => n !== name)
const leader = (t: TestCluster) => t.leaders()[0]?.pod.slice('default/'.length) as string
const create = (t: TestCluster, pod: string, path: string, value: string) => t.run(pod, 'zkCli.sh', 'create', path, value)
const get = (t: TestCluster, pod: string, path: string) => t.run(pod, 'zkCli.sh', 'get', path)

describe('an ensemble', () => {
  it('elects one leader; with equal logs the highest id', () => {
    const t = zoo()
    t.wait(5)
    expect(NAMES.map(n => t.member(n)?.role).sort()).toEqual(['follower', 'follower', 'leader'])
    expect(t.member('zk-0')).toMatchObject({ kind: 'zookeeper', ensemble: 'default/zk', id: 0, voters: 3, sees: 3, writes: 0 })
    // All begin again at the same moment: nobody knows more than the others.
    for (const name of NAMES) t.fault(`crash-${name}`, { type: 'ContainerCrash', pods: { namespace: 'default', name } })
    t.until(() => members(t.world).size === 0)
    t.until(() => members(t.world).size > 1 && t.leaders().length === 1)
    const ids = [...members(t.world).values()].map(m => m.id)
    expect(t.leaders()[0]?.id).toBe(Math.max(...ids))
  })

  it('replicates a write to all, one hop after it was committed', () => {
    const t = zoo()
    const made = create(t, 'zk-0', '/hello', 'world')
    expect(made.output).toContain('\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\nCreated /hello\n')
    expect(made.code).toBe(0)
    t.wait(0.1)
    for (const name of NAMES) expect(get(t, name, '/hello').output).toContain('\nworld\ncZxid = 0x100000001\nctime = Thu Mar 30 09:00:')
    expect(NAMES.map(n => t.member(n)?.writes)).toEqual([1, 1, 1])
  })

  it('writes on with one of three gone, and elects a new leader when that was the leader', () => {
    const t = zoo()
    const old = leader(t)
    t.fault('crash', { type: 'NodeCrash', nodes: [t.nodeOf(old)] })
    t.until(() => !t.member(old))
    const took = t.until(() => t.leaders().length === 1, 30)
    expect(took).toBeGreaterThan(9)
    expect(leader(t)).not.toBe(old)
    const [one = ''] = others(old)
    t.wait(1)
    expect(t.member(one)?.sees).toBe(2)
    expect(create(t, one, '/a', '1').output).toContain('Created /a')
  })

  it('hears at once that a process has ended', () => {
    const t = zoo()
    const old = leader(t)
    t.fault('crash', { type: 'ContainerCrash', pods: { namespace: 'default', name: old } })
    t.until(() => !t.member(old), 2)
    expect(t.until(() => t.leaders().length === 1, 5)).toBeLessThan(2)
  })
})

describe('a lone member', () => {
  it('refuses reads and writes, looks for a leader, and still answers ruok', () => {
    const t = zoo()
    create(t, 'zk-0', '/hello', 'world')
    t.fault('crash', { type: 'NodeCrash', nodes: [t.nodeOf('zk-1'), t.nodeOf('zk-2')] })
    t.wait(15)
    expect(t.member('zk-0')).toMatchObject({ role: 'looking', sees: 1, voters: 3 })
    expect(members(t.world).size).toBe(1)
    for (const words of [
      ['get', '/hello'],
      ['create', '/b', '1'],
      ['ls', '/'],
    ]) {
      const { output, code } = t.run('zk-0', 'zkCli.sh', ...words)
      expect(output).toContain(`KeeperErrorCode = ConnectionLoss for ${words[1]}`)
      expect(code).toBe(1)
    }
    expect(t.run('zk-0', 'zkServer.sh', 'status')).toMatchObject({ code: 1, output: expect.stringContaining('Error contacting service') })
    expect(t.run('zk-0', 'sh', '-c', 'echo ruok | nc localhost 2181').output).toBe('imok')
    expect(t.run('zk-0', 'sh', '-c', 'echo srvr | nc localhost 2181').output).toContain('not currently serving requests')
  })

  it('cut off from the others no longer leads after 10 s, and what it had not committed is undone when it returns', () => {
    const t = zoo()
    const old = leader(t)
    create(t, old, '/a', '1')
    t.fault('cut', { type: 'NodePartition', nodes: [t.nodeOf(old)] })
    t.wait(1)
    expect(t.member(old)?.role).toBe('leader')
    t.wait(12)
    expect(t.member(old)).toMatchObject({ role: 'looking', sees: 1 })
    const now = leader(t)
    expect(now).not.toBe(old)
    create(t, now, '/b', '2')
    expect(t.member(old)?.writes).toBe(1)
    t.heal('cut')
    t.until(() => t.member(old)?.role === 'follower', 10)
    expect(t.member(old)?.writes).toBe(2)
    expect(get(t, old, '/b').output).toContain('\n2\n')
  })

  it('two on the same node go on seeing each other when it is cut off', () => {
    const t = new TestCluster({ nodes: 3 })
    t.set('zk', IMAGE, {})
    t.until(() => t.leaders().length === 1)
    const nodes = new Map(NAMES.map(n => [t.nodeOf(n), n]))
    expect(nodes.size).toBe(3)
    const together = new TestCluster({ nodes: 1 })
    together.set('zk', IMAGE, {})
    together.until(() => together.leaders().length === 1)
    together.fault('cut', { type: 'NodePartition', nodes: ['node-1'] })
    together.wait(30)
    expect(NAMES.map(n => together.member(n)?.sees)).toEqual([3, 3, 3])
    expect(together.leaders()).toHaveLength(1)
  })
})

describe('data', () => {
  it('on a volume outlives the pod, and its successor catches up with what it has missed', () => {
    const t = zoo()
    create(t, 'zk-1', '/hello', 'world')
    t.wait(1)
    expect(kept(t.world).get('default/zk-0')).toMatchObject({ ensemble: 'default/zk', writes: 1 })
    expect(t.run('zk-0', 'ls', '/var/lib/zookeeper/version-2').output).toBe('snapshot\n')
    const uid = t.pod('zk-0')?.metadata.uid
    t.remove('pods', 'default/zk-0')
    t.until(() => !t.member('zk-0'))
    create(t, 'zk-1', '/later', 'x')
    t.until(() => t.pod('zk-0')?.metadata.uid !== uid && t.isReady('zk-0') && t.member('zk-0')?.role === 'follower')
    expect(get(t, 'zk-0', '/hello').output).toContain('\nworld\n')
    expect(get(t, 'zk-0', '/later').output).toContain('\nx\n')
  })

  it('on volumes outlives the loss of all members; in the containers it does not', () => {
    for (const disk of ['/var/lib/zookeeper', '']) {
      const t = zoo({ disk })
      create(t, 'zk-0', '/hello', 'world')
      t.wait(1)
      t.merge('statefulsets', 'default/zk', { spec: { replicas: 0 } })
      t.until(() => members(t.world).size === 0, 40)
      t.merge('statefulsets', 'default/zk', { spec: { replicas: NAMES.length } })
      t.until(() => t.leaders().length === 1)
      t.wait(2)
      const { output } = get(t, 'zk-0', '/hello')
      expect(output).toContain(disk ? '\nworld\n' : 'Node does not exist: /hello')
    }
  })

  it('a write that only the leader has is not acknowledged', () => {
    const t = zoo()
    const lead = leader(t)
    t.fault('crash', { type: 'NodeCrash', nodes: others(lead).map(n => t.nodeOf(n)) })
    t.wait(1)
    const { output, code } = create(t, lead, '/lost', '1')
    expect(output).toContain('KeeperErrorCode = ConnectionLoss for /lost')
    expect(code).toBe(1)
  })
})

describe('zkCli.sh', () => {
  it('create, set, get, ls, stat, delete, and their errors', () => {
    const t = zoo()
    const cli = (...words: string[]) => {
      const { output } = t.run('zk-2', 'zkCli.sh', ...words)
      t.wait(0.1)
      return output.replace(/^Connecting to localhost:2181\n(\nWATCHER::\n\nWatchedEvent [^\n]*\n)?/, '')
    }
    expect(cli('create', '/a', 'one')).toBe('Created /a\n')
    expect(cli('create', '/a', 'two')).toBe('Node already exists: /a\n')
    expect(cli('create', '/x/y', 'two')).toBe('Node does not exist: /x/y\n')
    expect(cli('create', '/a/b', '')).toBe('Created /a/b\n')
    expect(cli('ls', '/')).toBe('[a, zookeeper]\n')
    expect(cli('ls', '/a')).toBe('[b]\n')
    expect(cli('set', '/a', 'three')).toContain('dataVersion = 1\n')
    expect(cli('get', '/a')).toMatch(/^three\n.*dataLength = 5\nnumChildren = 1\n$/s)
    expect(cli('delete', '/a')).toBe('Node not empty: /a\n')
    expect(cli('rmr', '/a')).toBe('')
    expect(cli('get', '/a')).toBe('Node does not exist: /a\n')
    expect(cli('get', 'a')).toContain('Path must start with / character')
    expect(cli('nonsense')).toContain('ZooKeeper -server host:port cmd args')
  })

  it('asks another server by its name, reads commands from its input, and runs in scripts', () => {
    const t = zoo()
    t.until(() => NAMES.every(n => t.isReady(n)))
    t.wait(1)
    expect(t.run('zk-0', 'zkCli.sh', '-server', 'zk-1.zk:2181', 'create', '/far', '1').output).toContain('Created /far')
    const script = 'printf "create /in put\\nls /\\nquit\\n" | zkCli.sh; zkCli.sh get /in | grep put && echo found'
    expect(t.run('zk-0', 'sh', '-c', script).output).toMatch(/Created \/in\n.*\[far, in, zookeeper\]\n.*put\nfound\n$/s)
    expect(t.run('zk-0', 'zkCli.sh', '-server', 'nobody:2181', 'ls', '/').output).toContain('UnknownHostException')
  })

  it('later editions are terser', () => {
    const t = new TestCluster()
    t.set('zk', 'zookeeper:3.8', { replicas: 1 })
    t.until(() => t.leaders().length === 1)
    create(t, 'zk-0', '/a', 'one')
    expect(get(t, 'zk-0', '/a').output).toMatch(/path:null\none\n$/)
    expect(t.run('zk-0', 'zkServer.sh', 'status').output).toContain('Mode: standalone')
  })
})

describe('started by a script', () => {
  const command = ['sh', '-c', 'start-zookeeper --servers=3 --data_dir=/var/lib/zookeeper/data']
  const readinessProbe = { exec: { command: ['sh', '-c', 'zookeeper-ready 2181'] } }

  it('is a member as long as its server runs, and ready when the probe says so', () => {
    const t = zoo({ container: { command, readinessProbe } })
    t.until(() => NAMES.every(n => t.isReady(n)))
    expect(create(t, 'zk-0', '/hello', 'world').output).toContain('Created /hello')
    t.remove('pods', 'default/zk-2')
    expect(t.until(() => !t.member('zk-2'), 10)).toBeLessThan(3)
    t.until(() => t.isReady('zk-2') && t.member('zk-2')?.writes === 1)
    expect(get(t, 'zk-2', '/hello').output).toContain('\nworld\n')
  })

  it('knows how many vote by its own configuration', () => {
    const t = new TestCluster()
    t.set('zk', IMAGE, { replicas: 1, container: { command } })
    t.until(() => t.member('zk-0'))
    t.wait(20)
    expect(t.member('zk-0')).toMatchObject({ role: 'looking', voters: 3, sees: 1 })
  })
})

describe('scaling', () => {
  it('up: those who come make the ensemble larger; down: those who stay still count them', () => {
    const t = zoo()
    t.merge('statefulsets', 'default/zk', { spec: { replicas: 5 } })
    t.until(() => members(t.world).size === 5 && [...members(t.world).values()].every(m => m.voters === 5 && m.role !== 'looking'))
    expect(t.leaders()).toHaveLength(1)
    t.merge('statefulsets', 'default/zk', { spec: { replicas: 1 } })
    t.until(() => members(t.world).size === 1, 90)
    t.wait(1)
    expect(t.member('zk-0')).toMatchObject({ role: 'looking', voters: 5, sees: 1 })
  })
})

it('two of one name, one of them forgotten behind a cut link, are both there', () => {
  const t = zoo({ disk: '' })
  t.fault('cut', { type: 'NodePartition', nodes: [t.nodeOf('zk-0')] })
  // Until the node is known to be unreachable a new pod would be sent there again.
  t.wait(70)
  t.remove('pods', 'default/zk-0', { gracePeriodSeconds: 0 })
  t.until(() => t.member('zk-0') && [...members(t.world).keys()].some(k => k.startsWith('default/zk-0 ')), 600)
  t.wait(20)
  const [now, before] = ['default/zk-0', [...members(t.world).keys()].find(k => k.startsWith('default/zk-0 '))]
  expect(members(t.world).get(now)).toMatchObject({ id: 0, role: 'follower', sees: 3 })
  expect(members(t.world).get(before ?? '')).toMatchObject({ id: 0, role: 'looking', sees: 1 })
  t.heal('cut')
  t.until(() => !members(t.world).has(before ?? ''))
  expect(t.member('zk-0')?.role).toBe('follower')
})

it('the same seed gives the same history', () => {
  const play = () => {
    const t = zoo({ seed: 7 })
    create(t, 'zk-0', '/hello', 'world')
    t.fault('cut', { type: 'NodePartition', nodes: [t.nodeOf('zk-1')] })
    return t.wait(60).engine.hash()
  }
  expect(play()).toBe(play())
})

it('a checkpoint in the middle of an election goes on as it would have', () => {
  const t = zoo()
  const old = leader(t)
  t.fault('crash', { type: 'ContainerCrash', pods: { namespace: 'default', name: old } })
  t.until(() => !t.member(old), 2)
  const saved = t.engine.checkpoint()
  const first = t.wait(20).engine.hash()
  t.engine.restore(saved)
  expect(t.wait(20).engine.hash()).toBe(first)
})
