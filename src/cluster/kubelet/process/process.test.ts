import { describe, expect, it } from 'vitest'
import { exec } from '../exec.ts'
import { TestWorld } from '../testing/world.ts'
import { logs } from './logs.ts'

const busy = (script: string, more = {}, name = 'main') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const log = (t: TestWorld, pod: string, more = {}) => logs(t.world, `default/${pod}`, 'main', more)
const state = (t: TestWorld, pod: string, i = 0) => t.get(pod).status.containerStatuses?.[i]?.state

/** Runs a script in a pod and returns what it printed. */
function output(script: string, container = {}, pod = {}, labels = {}, before?: (t: TestWorld) => void): string {
  const t = new TestWorld()
  before?.(t)
  t.pod('one', [busy(script, container)], { restartPolicy: 'Never', ...pod }, labels)
  t.until(() => t.get('one').status.phase === 'Succeeded' || t.get('one').status.phase === 'Failed')
  return log(t, 'one') ?? ''
}

describe('a command that a busybox has', () => {
  it('really runs, in virtual time', () => {
    const t = new TestWorld()
    t.pod('one', [busy('echo a; sleep 7; echo b; exit 3')], { restartPolicy: 'Never' })
    t.until(() => log(t, 'one') === 'a\n')
    const seconds = t.until(() => log(t, 'one') === 'a\nb\n')
    expect(seconds).toBeCloseTo(7, 1)
    t.until(() => t.get('one').status.phase === 'Failed', 2)
    expect(state(t, 'one')?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' })
  })

  it('given as args alone runs too', () => {
    const t = new TestWorld()
    t.pod('one', [{ name: 'main', image: 'busybox:1.36', args: ['sleep', '3'] }], { restartPolicy: 'Never' })
    t.until(() => t.get('one').status.phase === 'Succeeded', 6)
  })

  it('as the first process ignores SIGTERM unless it traps it', () => {
    const t = new TestWorld()
    t.pod('deaf', [busy('sleep 1000')], { terminationGracePeriodSeconds: 5 })
    t.pod('obeys', [busy('trap "echo bye; exit 7" TERM; while true; do sleep 1; done')], { terminationGracePeriodSeconds: 5 })
    t.until(() => t.isReady('deaf') && t.isReady('obeys'))
    const said: string[] = []
    t.engine.store.listen(c => {
      const ended = c.plural === 'pods' ? c.object.status.containerStatuses?.[0]?.state?.terminated : undefined
      if (ended) said.push(`${c.object.metadata.name} ${ended.exitCode}`)
    })
    t.remove('pods', 'default/deaf')
    t.remove('pods', 'default/obeys')
    expect(t.until(() => !t.find('obeys'))).toBeLessThan(3)
    expect(t.until(() => !t.find('deaf'))).toBeGreaterThan(2)
    expect([...new Set(said)]).toEqual(['obeys 7', 'deaf 137'])
  })

  it('that nobody has is the program of the image; one that begins with nosuch cannot start', () => {
    const t = new TestWorld()
    t.pod('app', [{ name: 'main', image: 'own/app', command: ['myapp', '--serve'] }])
    t.pod('typo', [{ name: 'main', image: 'own/app', command: ['nosuchcmd'] }])
    t.until(() => state(t, 'typo')?.waiting?.reason === 'RunContainerError', 5)
    expect(t.get('typo').status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' })
    t.until(() => t.isReady('app'), 5)
  })
})

describe('the environment', () => {
  it('has the variables of the container in their order, each seeing those before it', () => {
    const env = [
      { name: 'A', value: 'x' },
      { name: 'B', value: '$(A)-$(NOPE)-$$(A)' },
    ]
    expect(output('echo $B; hostname; pwd', { env })).toBe('x-$(NOPE)-$(A)\none\n/\n')
  })

  it('knows the pod and its resources', () => {
    const from = (name: string, valueFrom: object) => ({ name, valueFrom })
    const env = [
      from('N', { fieldRef: { fieldPath: 'spec.nodeName' } }),
      from('IP', { fieldRef: { fieldPath: 'status.podIP' } }),
      from('L', { fieldRef: { fieldPath: "metadata.labels['app']" } }),
      from('CPU', { resourceFieldRef: { resource: 'limits.cpu' } }),
      from('MEM', { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } }),
      from('ALL', { resourceFieldRef: { resource: 'limits.ephemeral-storage' } }),
    ]
    const resources = { limits: { cpu: '500m', memory: '64Mi' } }
    expect(output('echo $N $IP $L $CPU $MEM $ALL', { env, resources }, {}, { app: 'web' })).toBe('node-1 10.244.1.2 web 1 64 0\n')
  })

  it('has Secrets in plain', () => {
    const before = (t: TestWorld) =>
      t.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' }, data: { p: 'cMOkc3MhCg==' } })
    const env = [{ name: 'P', valueFrom: { secretKeyRef: { name: 's', key: 'p' } } }]
    const volumeMounts = [{ name: 's', mountPath: '/s' }]
    const volumes = [{ name: 's', secret: { secretName: 's' } }]
    expect(output('echo -n "$P"; cat /s/p', { env, volumeMounts }, { volumes }, {}, before)).toBe('päss!\npäss!\n')
  })

  it('has ConfigMaps, and the Services of the namespace', () => {
    const before = (t: TestWorld) => {
      t.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: 'default' },
        data: { a: '1' },
      })
      const spec = { clusterIP: '10.96.1.1', ports: [{ name: 'web', port: 80 }] }
      t.create('services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'my-svc', namespace: 'default' }, spec })
    }
    const envFrom = [{ configMapRef: { name: 'settings' }, prefix: 'P_' }]
    const script = 'echo $P_a $MY_SVC_SERVICE_HOST $MY_SVC_SERVICE_PORT_WEB $MY_SVC_PORT_80_TCP'
    expect(output(script, { envFrom }, {}, {}, before)).toBe('1 10.96.1.1 80 tcp://10.96.1.1:80\n')
    expect(output(script, { envFrom }, { enableServiceLinks: false }, {}, before)).toBe('1\n')
  })
})

describe('volumes', () => {
  it('an emptyDir is shared by the containers of a pod and outlives them; their own files do not', () => {
    const t = new TestWorld()
    const volumeMounts = [{ name: 'data', mountPath: '/data' }]
    const count = 'cat /data/n /tmp/n 2>/dev/null; echo x >> /data/n; echo x >> /tmp/n; exit 1'
    t.pod('one', [busy(count, { volumeMounts }), busy('sleep 3; cat /data/n; sleep 1000', { volumeMounts }, 'other')], {
      volumes: [{ name: 'data', emptyDir: {} }],
    })
    t.until(() => log(t, 'one') === 'x\nx\n', 30)
    expect(log(t, 'one', { previous: true })).toBe('x\n')
    expect(logs(t.world, 'default/one', 'other')).toBe('x\nx\n')
  })

  it('a ConfigMap is files, one of them if a subPath says so', () => {
    const before = (t: TestWorld) =>
      t.create('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c', namespace: 'default' },
        data: { 'a.txt': 'hello\n', b: 'x' },
      })
    const volumeMounts = [
      { name: 'c', mountPath: '/etc/config' },
      { name: 'c', mountPath: '/etc/only', subPath: 'a.txt' },
      { name: 'info', mountPath: '/etc/info' },
    ]
    const info = { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }
    const volumes = [{ name: 'c', configMap: { name: 'c' } }, info]
    const script = 'ls /etc/config; cat /etc/only /etc/info/labels; echo; echo no > /etc/config/b || echo $?'
    expect(output(script, { volumeMounts }, { volumes }, { a: 'b' }, before)).toBe(
      'a.txt\nb\nhello\na="b"\nsh: can\'t create /etc/config/b: Read-only file system\n1\n',
    )
  })
})

describe('the termination message', () => {
  const message = (script: string, more = {}) => {
    const t = new TestWorld()
    t.pod('one', [busy(script, more)], { restartPolicy: 'Never' })
    t.until(() => state(t, 'one')?.terminated)
    return state(t, 'one')?.terminated?.message
  }

  it('is what is in the file at the end', () => {
    expect(message('echo good bye > /dev/termination-log; exit 4')).toBe('good bye\n')
    expect(message('echo mine > /tmp/why', { terminationMessagePath: '/tmp/why' })).toBe('mine\n')
  })

  it('is the end of the log when there is no other, the container failed, and its policy wants it', () => {
    const terminationMessagePolicy = 'FallbackToLogsOnError'
    expect(message('echo one; echo two; exit 5', { terminationMessagePolicy })).toBe('one\ntwo\n')
    expect(message('echo one; exit 0', { terminationMessagePolicy })).toBeUndefined()
    expect(message('echo one; exit 5')).toBeUndefined()
  })
})

describe('the network as processes see it', () => {
  it('reaches a pod by its address, and nobody where nobody listens', () => {
    const t = new TestWorld({ nodes: 2 })
    t.pod('web', undefined, { nodeName: 'node-2' })
    t.until(() => t.isReady('web'))
    const ip = t.get('web').status.podIP
    t.pod('one', [busy(`wget -qO- http://${ip}/; wget -qO- http://${ip}:81/ || echo no`)], { restartPolicy: 'Never' })
    t.until(() => t.get('one').status.phase === 'Succeeded')
    expect(log(t, 'one')).toBe(`web\nwget: can't connect to remote host (${ip}): Connection refused\nno\n`)
  })
})

describe('logs', () => {
  it('can be cut by lines and bytes, and stamped', () => {
    const t = new TestWorld()
    t.pod('one', [busy('for i in 1 2 3; do echo $i; done; sleep 100')])
    t.until(() => log(t, 'one') === '1\n2\n3\n')
    expect(log(t, 'one', { tailLines: 2 })).toBe('2\n3\n')
    expect(log(t, 'one', { limitBytes: 3 })).toBe('1\n2')
    expect(log(t, 'one', { timestamps: true, tailLines: 1 })).toMatch(/^2017-03-30T09:00:0\d\.\d{9}Z 3\n$/)
    expect(log(t, 'one', { sinceMs: t.engine.now + 1 })).toBe('')
    expect(log(t, 'one', { previous: true })).toBeUndefined()
    expect(logs(t.world, 'default/none', 'main')).toBeUndefined()
  })
})

describe('volumes that are not there yet', () => {
  it('are tried again after 0.5, 1, 2, 4 … s while the pod waits in ContainerCreating', () => {
    const t = new TestWorld()
    const volumeMounts = [{ name: 'c', mountPath: '/c' }]
    t.pod('one', [busy('cat /c/a; sleep 1000', { volumeMounts })], { volumes: [{ name: 'c', configMap: { name: 'late' } }] })
    t.wait(10)
    expect(state(t, 'one')?.waiting?.reason).toBe('ContainerCreating')
    expect(t.said('one')).toEqual(['Warning FailedMount MountVolume.SetUp failed for volume "c" : configmap "late" not found'])
    expect([...t.engine.store.list('events')][0]?.count).toBe(5)
    t.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'default' }, data: { a: 'x\n' } })
    expect(t.until(() => log(t, 'one') === 'x\n')).toBeLessThan(9)
  })

  it('do not hold up the end of the pod', () => {
    const t = new TestWorld()
    t.pod('one', undefined, { volumes: [{ name: 'c', configMap: { name: 'never' } }] })
    t.wait(10)
    t.remove('pods', 'default/one')
    expect(t.until(() => !t.find('one'))).toBeLessThan(2.6)
  })
})

describe('exec', () => {
  it('runs a command beside the first process, on the same disks', () => {
    const t = new TestWorld()
    const heard: unknown[] = []
    t.pod('web')
    t.until(() => t.isReady('web'))
    t.engine.act('you', '-', 'x', {}, () => {
      expect(exec(t.world, 'default/web', 'main', ['sh', '-c', 'hostname; exit 3'], 'ear', { type: 'done' })).toBeUndefined()
      expect(exec(t.world, 'default/web', 'main', ['nosuch'], 'ear', { type: 'done' })).toBeUndefined()
      expect(exec(t.world, 'default/none', 'main', ['true'], 'ear', { type: 'done' })).toBe('no pod')
      expect(exec(t.world, 'default/web', 'other', ['true'], 'ear', { type: 'done' })).toBe('no container')
    })
    t.hear('ear', e => heard.push(e))
    t.wait(1)
    expect(heard).toMatchObject([
      { type: 'done', code: 3, output: 'web\n' },
      { type: 'done', code: 127 },
    ])
    expect(t.isReady('web')).toBe(true)
  })
})
