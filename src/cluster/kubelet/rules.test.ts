// Rules of the kubelet about one field each.
import { expect, it } from 'vitest'
import { heldBackMs } from './backoff.ts'
import { TestWorld } from './testing/world.ts'

const stubborn = (more = {}) => ({ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1000'], ...more })
const failing = (more = {}) => ({ exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1, ...more })

it('a crash back-off counts from the end of the process, not from when it was last doubled', () => {
  expect(heldBackMs({ windowMs: 20_000, at: 0 }, 60_000, 65_000)).toBe(15_000)
})

it('with restartPolicy Never a container that fails its liveness probe is stopped and not started again', () => {
  const t = new TestWorld()
  t.pod('one', [stubborn({ livenessProbe: failing() })], { restartPolicy: 'Never', terminationGracePeriodSeconds: 3 })
  t.until(() => t.get('one').status.phase === 'Failed', 60)
  t.wait(30)
  expect(t.get('one').status).toMatchObject({ phase: 'Failed', containerStatuses: [{ restartCount: 0 }] })
  expect(t.said('one').filter(s => s.startsWith('Normal Started'))).toHaveLength(1)
})

it('a probe may bring its own grace', () => {
  const t = new TestWorld()
  t.pod('one', [stubborn({ livenessProbe: failing({ terminationGracePeriodSeconds: 4 }) })], { terminationGracePeriodSeconds: 600 })
  t.until(() => t.said('one').some(s => s.startsWith('Normal Killing')), 60)
  expect(t.until(() => t.get('one').status.containerStatuses?.[0]?.restartCount === 1, 60)).toBeLessThan(20)
})

it('with pull policy Always an image is pulled though the machine has it', () => {
  const pulls = (imagePullPolicy: string) => {
    const t = new TestWorld()
    t.pod('first')
    t.until(() => t.isReady('first'))
    t.pod('then', [{ name: 'main', image: 'nginx:1.25', imagePullPolicy }])
    t.until(() => t.isReady('then'))
    return t.said('then').some(s => s.startsWith('Normal Pulling'))
  }
  expect([pulls('Always'), pulls('IfNotPresent')]).toEqual([true, false])
})

it('with restartPolicy Never an init container that fails is not started again, nor what comes after it', () => {
  const t = new TestWorld()
  const first = { name: 'first', image: 'busybox:1.36', command: ['sh', '-c', 'exit 3'] }
  t.pod('one', undefined, { restartPolicy: 'Never', initContainers: [first] })
  t.until(() => t.get('one').status.phase === 'Failed', 30)
  t.wait(60)
  expect(t.get('one').status).toMatchObject({
    phase: 'Failed',
    initContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 3 } } }],
    containerStatuses: [{ started: false, state: { waiting: { reason: 'PodInitializing' } } }],
  })
  expect(t.condition('one', 'Initialized')).toBe('False')
  expect(t.said('one').filter(s => s.startsWith('Normal Started'))).toHaveLength(1)
})

it('without any grace preStop is not run', () => {
  const left = (terminationGracePeriodSeconds: number) => {
    const t = new TestWorld()
    const preStop = { exec: { command: ['touch', '/data/stopped'] } }
    const volumeMounts = [{ name: 'd', mountPath: '/data' }]
    const command = ['sh', '-c', '[ -e /data/stopped ] && exit 7; sleep 1000']
    t.pod('one', [stubborn({ command, volumeMounts, lifecycle: { preStop }, livenessProbe: failing() })], {
      volumes: [{ name: 'd', emptyDir: {} }],
      terminationGracePeriodSeconds,
    })
    t.until(() => (t.get('one').status.containerStatuses?.[0]?.restartCount ?? 0) >= 2, 120)
    return t.get('one').status.containerStatuses?.[0]?.lastState?.terminated?.exitCode
  }
  expect([left(1), left(0)]).toEqual([7, 137])
})

it('sidecars get what the others left of the grace, at least 2 s', () => {
  const t = new TestWorld()
  t.pod('one', [stubborn()], { terminationGracePeriodSeconds: 10, initContainers: [stubborn({ name: 'side', restartPolicy: 'Always' })] })
  t.until(() => t.isReady('one'))
  t.remove('pods', 'default/one')
  const seconds = t.until(() => !t.find('one'))
  expect(seconds).toBeGreaterThanOrEqual(12)
  expect(seconds).toBeLessThan(14.4)
})

it('an image that cannot be pulled is tried again after 10, 20, 40, 80, 160, 300, 300 s, each at most two syncs late', () => {
  const t = new TestWorld()
  const pulls: number[] = []
  t.engine.trace(e => {
    if (e.code === 'kubelet.pulling') pulls.push(e.at / 1000)
  })
  t.pod('one', [{ name: 'main', image: 'nginx:broken' }])
  t.wait(1200)
  const gaps = pulls.slice(1).map((s, i) => s - (pulls[i] ?? 0))
  for (const [i, window] of [10, 20, 40, 80, 160, 300, 300].entries()) {
    expect(gaps[i]).toBeGreaterThanOrEqual(window)
    expect(gaps[i]).toBeLessThan(window + 30)
  }
})

it('a pod that somebody has declared ended is not brought back to life', () => {
  const t = new TestWorld()
  t.pod('one')
  t.until(() => t.isReady('one'))
  t.engine.act('you', '-', 'x', {}, cause =>
    t.engine.api.merge('pods', 'default/one', { status: { phase: 'Failed' } }, { cause, subresource: 'status' }),
  )
  const phases = new Set<string | undefined>()
  for (let s = 0; s < 200; s++) phases.add(t.wait(1).get('one').status.phase)
  expect([...phases]).toEqual(['Failed'])
})

it('a readiness gate that opens or closes makes the pod ready or unready at once', () => {
  const t = new TestWorld()
  const conditionType = 'example.org/open'
  t.pod('one', undefined, { readinessGates: [{ conditionType }] })
  const turn = (status: string) => {
    const conditions = [...(t.get('one').status.conditions ?? []).filter(c => c.type !== conditionType), { type: conditionType, status }]
    t.engine.act('you', '-', 'x', {}, cause =>
      t.engine.api.merge('pods', 'default/one', { status: { conditions } }, { cause, subresource: 'status' }),
    )
  }
  t.until(() => t.condition('one', 'ContainersReady') === 'True')
  t.wait(5)
  expect(t.condition('one', 'Ready')).toBe('False')
  turn('True')
  expect(t.until(() => t.isReady('one'))).toBeLessThan(1)
  turn('False')
  expect(t.until(() => !t.isReady('one'))).toBeLessThan(1)
})

it('a node of which nothing has changed writes its status every 5 minutes', () => {
  const t = new TestWorld()
  const at: number[] = []
  t.engine.store.listen(c => {
    if (c.plural === 'nodes' && c.type === 'MODIFIED') at.push(c.at / 1000)
  })
  t.wait(1600)
  const gaps = at.slice(1).map((s, i) => s - (at[i] ?? 0))
  expect(at.length).toBe(5)
  expect(Math.min(...gaps)).toBeGreaterThan(299)
  expect(Math.max(...gaps)).toBeLessThan(311)
})
