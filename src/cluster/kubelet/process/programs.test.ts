// What programs of images do besides serving: gathering lines, measuring machines, rendering tiles, sending mails, listening from a shell.
import { describe, expect, it } from 'vitest'
import { collected, tiles } from '../../tables.ts'
import { TestCluster } from './testing/cluster.ts'

const job = (t: TestCluster, image: string, spec: Record<string, unknown>, env: Record<string, string> = {}) =>
  t.create('jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'frames', namespace: 'default' },
    spec: {
      ...spec,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image, env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
        },
      },
    },
  })
const pod = (t: TestCluster, name: string, container: Record<string, unknown>, spec: Record<string, unknown> = {}) =>
  t.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, containers: [{ name: 'main', ...container }] },
  })
const states = (t: TestCluster) => [...tiles(t.world).values()].map(r => r.state)
const succeeded = (t: TestCluster) => t.engine.store.get('jobs', 'default/frames')?.status?.succeeded ?? 0

describe('a log collector', () => {
  const talker = { image: 'busybox:1.36', command: ['sh', '-c', 'while true; do echo hi; sleep 1; done'] }

  it('gathers the lines of its own node; those of a node without one are lost', () => {
    const t = new TestCluster({ nodes: 2 })
    for (const n of [1, 2]) pod(t, `talker-${n}`, talker, { nodeName: `node-${n}` })
    t.wait(20)
    expect(collected(t.world).size).toBe(0)
    pod(t, 'collector', { image: 'fluent/fluent-bit:3.2' }, { nodeName: 'node-1', terminationGracePeriodSeconds: 1 })
    t.until(() => collected(t.world).get('node-1')?.by === 'default/collector')
    t.wait(20)
    const [one, two] = [collected(t.world).get('node-1'), collected(t.world).get('node-2')]
    expect(one).toMatchObject({ gathered: 20, lost: 0 })
    expect(two).toMatchObject({ gathered: 0, lost: 20 })
    t.remove('pods', 'default/collector')
    t.until(() => !t.pod('collector'))
    t.wait(10)
    const later = collected(t.world).get('node-1')
    expect(later?.by).toBeUndefined()
    expect(later?.lost).toBeGreaterThanOrEqual(10)
  })

  it('is gone with its machine', () => {
    const t = new TestCluster({ nodes: 2 })
    pod(t, 'collector', { image: 'fluentd:v1.16' }, { nodeName: 'node-1' })
    t.until(() => collected(t.world).get('node-1')?.by)
    t.fault('crash', { type: 'NodeCrash', nodes: ['node-1'] })
    t.wait(1)
    expect(collected(t.world).get('node-1')?.by).toBeUndefined()
  })

  it('gathers a line for every request that a web server has served', () => {
    const t = new TestCluster({ nodes: 1 })
    pod(t, 'collector', { image: 'fluentd:v1.16' })
    t.set('web', 'nginx:1.27', { replicas: 1 })
    t.until(() => t.isReady('web-0') && t.isReady('collector'))
    t.wait(1)
    const before = collected(t.world).get('node-1')?.gathered ?? 0
    t.load({ service: 'web', port: 80, requests: 7 })
    t.wait(4)
    expect(t.log('web-0')).toBe('"GET / HTTP/1.1" 200\n'.repeat(7))
    expect(collected(t.world).get('node-1')?.gathered).toBe(before + 7)
  })
})

it('a node exporter tells figures of its machine at port 9100', () => {
  const t = new TestCluster({ nodes: 1 })
  t.set('metrics', 'prom/node-exporter:v0.13.0', { replicas: 1 })
  pod(t, 'asks', { image: 'curlimages/curl', command: ['sleep', '1000'] })
  t.until(() => t.isReady('metrics-0') && t.isReady('asks'))
  t.wait(1)
  const { output } = t.run('asks', 'curl', '-s', 'http://metrics-0.metrics:9100/metrics')
  expect(output).toContain('# TYPE node_boot_time_seconds gauge\nnode_boot_time_seconds 1490864400.000\n')
  expect(output).toContain('node_memory_MemTotal_bytes 8589934592\n')
  expect(output).toContain('node_pods_running 2\n')
  expect(t.run('asks', 'curl', '-s', 'http://metrics-0.metrics:80/').code).toBe(7)
})

describe('a renderer', () => {
  it('renders the tile of its completion index, of as many as the Job has completions', () => {
    const t = new TestCluster()
    job(t, 'podium/renderer:1', { completions: 6, parallelism: 3, completionMode: 'Indexed' })
    t.until(() => states(t).length > 0)
    expect(states(t)).toContain('rendering')
    t.until(() => succeeded(t) === 6)
    expect([...tiles(t.world).keys()].sort()).toEqual([0, 1, 2, 3, 4, 5].map(i => `default/frames ${i}`))
    expect(states(t)).toEqual(Array(6).fill('done'))
    const name = tiles(t.world).get('default/frames 4')?.pod.slice('default/'.length) ?? ''
    expect(name).toMatch(/^frames-4-/)
    expect(t.log(name)).toBe('rendering tile 4 of 6\ntile 4: 50 %\ntile 4 done\n')
    t.remove('jobs', 'default/frames', { propagationPolicy: 'Background' })
    t.wait(2)
    expect(tiles(t.world).size).toBe(0)
  })

  it('without an index takes a tile that nobody has, and a hole that another has left', () => {
    const t = new TestCluster({ seed: 3 })
    job(t, 'blender', { completions: 8, parallelism: 4, backoffLimit: 50 }, { TILES: '8', FAIL_PERCENT: '40', SECONDS_PER_TILE: '2' })
    t.until(() => states(t).includes('failed'))
    t.until(() => succeeded(t) === 8, 900)
    expect(states(t)).toEqual(Array(8).fill('done'))
  })

  it('fails as often as it is told, or as its tag says', () => {
    const t = new TestCluster()
    job(t, 'renderer', { completions: 1, backoffLimit: 2 }, { FAIL_PERCENT: '100' })
    t.until(() => t.engine.store.get('jobs', 'default/frames')?.status?.failed === 3, 120)
    expect(states(t)).toEqual(['failed'])
  })

  it('leaves a hole when its machine is lost', () => {
    const t = new TestCluster()
    job(t, 'renderer', { completions: 1 }, { SECONDS_PER_TILE: '30' })
    t.until(() => states(t).length === 1)
    t.wait(1)
    const name = [...tiles(t.world).values()][0]?.pod.slice('default/'.length) ?? ''
    t.fault('crash', { type: 'NodeCrash', nodes: [t.nodeOf(name)] })
    t.wait(0.1)
    expect(states(t)).toEqual(['failed'])
  })
})

it('a mail sender sends its batch line by line and is done', () => {
  const t = new TestCluster()
  job(t, 'own/mailer:2', { completions: 2, completionMode: 'Indexed' }, { MAILS: '3' })
  t.until(() => succeeded(t) === 2)
  const second = [...t.engine.store.list('pods')].map(p => p.metadata.name).find(n => n.startsWith('frames-1-')) as string
  const lines = t.log(second).split('\n')
  expect(lines.slice(1, 4).map(l => /^to=<(reader-\d+)@/.exec(l)?.[1])).toEqual(['reader-4', 'reader-5', 'reader-6'])
  expect(lines[4]).toBe('3 sent')
})

describe('what a shell does in a container', () => {
  it('httpd serves the files of its directory, to probes and to others', () => {
    const t = new TestCluster({ nodes: 1 })
    const script = 'mkdir -p /www/sub; echo hello > /www/index.html; echo deep > /www/sub/a; httpd -f -p 8080 -h /www'
    const readinessProbe = { httpGet: { port: 8080, path: '/sub/a' }, periodSeconds: 1 }
    t.set('files', 'busybox:1.36', { replicas: 1, container: { command: ['sh', '-c', script], readinessProbe } })
    pod(t, 'asks', { image: 'busybox:1.36', command: ['sleep', '1000'] })
    t.until(() => t.isReady('files-0') && t.isReady('asks'))
    t.wait(1)
    expect(t.run('asks', 'wget', '-qO-', 'http://files-0.files:8080/').output).toBe('hello\n')
    expect(t.run('asks', 'wget', '-qO-', 'http://files-0.files:8080/sub/a').output).toBe('deep\n')
    expect(t.run('asks', 'wget', '-qO-', 'http://files-0.files:8080/none').output).toContain('404 Not Found')
    expect(t.run('asks', 'wget', '-qO-', 'http://files-0.files:8081/').output).toContain('Connection refused')
  })

  it('a port that nc holds open can be connected to', () => {
    const t = new TestCluster({ nodes: 1 })
    t.set('open', 'busybox:1.36', { replicas: 1, container: { command: ['sh', '-c', 'nc -l -p 7000; sleep 1000'] } })
    t.until(() => t.isReady('open-0'))
    expect(t.run('open-0', 'nc', '-z', 'localhost', '7000').code).toBe(0)
    expect(t.run('open-0', 'nc', '-z', 'localhost', '7001').code).toBe(1)
  })

  it('hostname -f is the whole name of a pod with a subdomain, and stands in /etc/hosts', () => {
    const t = new TestCluster({ nodes: 1 })
    t.set('zk-headless', 'busybox:1.36', { replicas: 1, container: { command: ['sleep', '1000'] } })
    pod(t, 'plain', { image: 'busybox:1.36', command: ['sleep', '1000'] })
    t.until(() => t.isReady('zk-headless-0') && t.isReady('plain'))
    const full = 'zk-headless-0.zk-headless.default.svc.cluster.local'
    expect(t.run('zk-headless-0', 'hostname', '-f').output).toBe(`${full}\n`)
    expect(t.run('zk-headless-0', 'hostname').output).toBe('zk-headless-0\n')
    expect(t.run('zk-headless-0', 'cat', '/etc/hosts').output).toMatch(
      new RegExp(`^\\d+\\.\\d+\\.\\d+\\.\\d+\t${full}\tzk-headless-0$`, 'm'),
    )
    expect(t.run('plain', 'hostname', '-f').output).toBe('plain\n')
  })

  it('curl is in images of servers, not in a busybox', () => {
    const t = new TestCluster({ nodes: 1 })
    pod(t, 'small', { image: 'busybox:1.36', command: ['sleep', '1000'] })
    pod(t, 'server', { image: 'nginx:1.27' })
    t.until(() => t.isReady('small') && t.isReady('server'))
    expect(t.run('small', 'sh', '-c', 'curl -s localhost').code).toBe(127)
    expect(t.run('server', 'curl', '-s', 'localhost').output).toBe('server\n')
  })
})

describe('a Service as processes in containers see it', () => {
  const ask = 'while true; do wget -qO- -T 1 http://web/ >/dev/null && echo yes || echo no; sleep 1; done'
  function shop(): TestCluster {
    const t = new TestCluster({ nodes: 2 })
    t.create('services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    })
    t.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
      spec: {
        terminationGracePeriodSeconds: 60,
        containers: [{ name: 'main', image: 'nginx:1.9.1', lifecycle: { preStop: { sleep: { seconds: 20 } } } }],
      },
    })
    t.until(() => t.isReady('web'))
    return t
  }

  it('leads to a pod that still serves while it terminates, when nobody is ready', () => {
    const t = shop()
    t.remove('pods', 'default/web')
    t.wait(3)
    pod(t, 'client', { image: 'busybox:1.36', command: ['sh', '-c', ask] })
    t.until(() => t.log('client').length > 0)
    t.wait(3)
    expect(t.pod('web')?.metadata.deletionTimestamp).toBeDefined()
    expect(
      new Set(
        t
          .log('client')
          .trim()
          .split('\n')
          .filter(l => /^(yes|no)$/.test(l)),
      ),
    ).toEqual(new Set(['yes']))
  })

  it('is what the proxies know of it: news reach them a moment later', () => {
    const t = shop()
    t.wait(5)
    t.world.table('proxies').delete('default/web')
    pod(t, 'client', { image: 'busybox:1.36', command: ['sh', '-c', ask] })
    t.until(() => t.log('client').length > 0)
    expect(t.log('client')).toContain('refused')
  })
})
