import { describe, expect, it } from 'vitest'
import { processes, timers } from '../tables.ts'
import { workers } from './rows.ts'
import { TestWorld } from './testing/world.ts'
import { noteNews } from './worker.ts'

const busy = (script: string, more = {}, name = 'main') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const web = (more = {}, name = 'main', image = 'nginx:1.25') => ({ name, image, ...more })
const status = (t: TestWorld, name: string, i = 0, of: 'containerStatuses' | 'initContainerStatuses' = 'containerStatuses') =>
  t.get(name).status[of]?.[i]
const waiting = (t: TestWorld, name: string) => status(t, name)?.state?.waiting
const row = (t: TestWorld, name: string, i = 0) => processes(t.world).get(t.get(name).metadata.uid)?.containers[i]

/** When each process of a container began, in seconds. */
function starts(t: TestWorld, name: string, howMany: number, seconds = 2000): number[] {
  const found: number[] = []
  const from = t.engine.now
  while (found.length < howMany) {
    if (t.engine.now - from > seconds * 1000) throw new Error(`only ${found.length} starts`)
    t.engine.advance(t.engine.now + 100)
    const at = row(t, name)?.startedAt
    if (at !== undefined && at !== found.at(-1)) found.push(at)
  }
  return found.map(ms => ms / 1000)
}

describe('a container that keeps ending', () => {
  it.each([1, 2, 3])(
    'is restarted at once, then after windows of 10, 20, 40, 80, 160, 300, 300 s, each at most two syncs late (seed %i)',
    seed => {
      const t = new TestWorld({ seed })
      t.pod('crash', [busy('exit 1')])
      const at = starts(t, 'crash', 9)
      const gaps = at.slice(1).map((s, i) => s - (at[i] ?? 0))
      expect(gaps[0]).toBeLessThan(2.5)
      for (const [i, window] of [10, 20, 40, 80, 160, 300, 300].entries()) {
        expect(gaps[i + 1]).toBeGreaterThanOrEqual(window)
        expect(gaps[i + 1]).toBeLessThan(window + 17)
      }
    },
  )

  it('stays terminated until the sync after; then it waits in CrashLoopBackOff, and the pod runs on', () => {
    const t = new TestWorld()
    t.pod('crash', [busy('exit 1')])
    t.until(() => waiting(t, 'crash')?.reason === 'CrashLoopBackOff')
    const { uid } = t.get('crash').metadata
    expect(waiting(t, 'crash')?.message).toBe(`back-off 10s restarting failed container=main pod=crash_default(${uid})`)
    expect(t.get('crash').status.phase).toBe('Running')
    expect(status(t, 'crash')).toMatchObject({
      restartCount: 1,
      ready: false,
      started: false,
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    })
    expect(t.said('crash')).toContain(`Warning BackOff Back-off restarting failed container main in pod crash_default(${uid})`)
    expect(row(t, 'crash')?.state).toBe('crashBackOff')
    expect([...timers(t.world).values()]).toMatchObject([{ subject: 'pods default/crash', name: 'crashBackOff', container: 'main' }])
  })

  it('is held back for exit code 0 as well, with restartPolicy Always', () => {
    const t = new TestWorld()
    t.pod('once', [busy('exit 0')])
    t.until(() => waiting(t, 'once')?.reason === 'CrashLoopBackOff')
  })

  it('is forgiven after ten minutes of running', () => {
    const t = new TestWorld()
    t.pod('tired', [busy('sleep 601; exit 1')])
    const at = starts(t, 'tired', 4, 4000)
    for (const i of [1, 2, 3]) expect((at[i] ?? 0) - (at[i - 1] ?? 0)).toBeLessThan(604)
  })

  it('is not held back any more when its image is another', () => {
    const t = new TestWorld()
    t.pod('crash', [web({}, 'main', 'web:crash')])
    t.until(() => status(t, 'crash')?.restartCount === 3 && waiting(t, 'crash'))
    t.merge('pods', 'default/crash', { spec: { containers: [{ ...t.get('crash').spec.containers[0], image: 'web:v2' }] } })
    expect(t.until(() => t.isReady('crash'))).toBeLessThan(4)
  })
})

describe('restartPolicy', () => {
  it.each([
    ['Never', [busy('exit 0')], 'Succeeded'],
    ['Never', [busy('exit 3')], 'Failed'],
    ['Never', [busy('exit 0'), busy('sleep 1; exit 4', {}, 'other')], 'Failed'],
    ['Never', [busy('exit 5'), web({}, 'other')], 'Running'],
    ['OnFailure', [busy('sleep 1; exit 0')], 'Succeeded'],
    ['OnFailure', [busy('exit 2')], 'Running'],
  ])('%s: %j ends as %s', (restartPolicy, containers, phase) => {
    const t = new TestWorld()
    t.pod('one', containers as Record<string, unknown>[], { restartPolicy })
    t.wait(8)
    expect(t.get('one').status.phase).toBe(phase)
    if (restartPolicy === 'Never') expect(status(t, 'one')?.restartCount).toBe(0)
  })

  it('a pod that has ended stays, with PodCompleted or PodFailed for its readiness', () => {
    const t = new TestWorld()
    t.pod('well', [busy('exit 0')], { restartPolicy: 'Never' })
    t.wait(5)
    const reasons = Object.fromEntries(t.get('well').status.conditions?.map(c => [c.type, `${c.status} ${c.reason ?? ''}`.trim()]) ?? [])
    expect(reasons).toEqual({
      PodReadyToStartContainers: 'False',
      Initialized: 'True PodCompleted',
      Ready: 'False PodCompleted',
      ContainersReady: 'False PodCompleted',
      PodScheduled: 'True',
    })
    const { rv } = t.engine.store
    t.wait(600)
    expect(t.get('well').metadata.resourceVersion).toBe(t.get('well').metadata.resourceVersion)
    expect(t.engine.store.rv - rv).toBeLessThan(70)
  })
})

describe('an image that cannot be pulled', () => {
  const NOT_FOUND =
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:broken": failed to resolve reference "docker.io/library/nginx:broken": docker.io/library/nginx:broken: not found'

  it('turns between ErrImagePull and ImagePullBackOff at syncs, tried again after 10, 20, 40 … s', () => {
    const t = new TestWorld()
    t.pod('pull', [web({}, 'main', 'nginx:broken')])
    t.until(() => waiting(t, 'pull')?.reason === 'ErrImagePull', 3)
    expect(waiting(t, 'pull')?.message).toBe(NOT_FOUND)
    expect(t.until(() => waiting(t, 'pull')?.reason === 'ImagePullBackOff', 20)).toBeGreaterThan(9)
    expect(waiting(t, 'pull')?.message).toBe(`Back-off pulling image "nginx:broken": ErrImagePull: ${NOT_FOUND}`)
    t.wait(100)
    expect(t.get('pull').status.phase).toBe('Pending')
    expect(status(t, 'pull')?.restartCount).toBe(0)
    expect(t.said('pull').sort()).toEqual([
      'Normal BackOff Back-off pulling image "nginx:broken"',
      'Normal Pulling Pulling image "nginx:broken"',
      'Warning Failed Error: ErrImagePull',
      'Warning Failed Error: ImagePullBackOff',
      `Warning Failed Failed to pull image "nginx:broken": ${NOT_FOUND}`,
    ])
  })

  it('is left behind at once for another', () => {
    const t = new TestWorld()
    t.pod('pull', [web({}, 'main', 'nginx:broken')])
    t.wait(60)
    t.merge('pods', 'default/pull', { spec: { containers: [{ ...t.get('pull').spec.containers[0], image: 'nginx:1.26' }] } })
    expect(t.until(() => t.isReady('pull'))).toBeLessThan(3)
  })

  it.each([
    ['Own/App', 'InvalidImageName', 'InspectFailed'],
    ['own/app', 'ErrImageNeverPull', 'ErrImageNeverPull'],
  ])('%s: %s is repeated every 10 to 15 s', (image, reason, event) => {
    const t = new TestWorld()
    t.pod('bad', [web({ imagePullPolicy: 'Never' }, 'main', image)])
    t.until(() => waiting(t, 'bad')?.reason === reason, 3)
    t.wait(60)
    const said = [...t.engine.store.list('events')].find(e => e.reason === event)
    expect(said?.count).toBeGreaterThanOrEqual(5)
    expect(said?.count).toBeLessThanOrEqual(8)
  })
})

describe('probes and their containers', () => {
  it('a liveness probe that fails too often has the container killed and restarted in the same sync; the exit before decides about waiting', () => {
    const t = new TestWorld()
    t.pod('live', [web({ livenessProbe: { exec: { command: ['false'] }, periodSeconds: 4, failureThreshold: 2 } })])
    t.until(() => status(t, 'live')?.restartCount === 1)
    expect(t.condition('live', 'Ready')).toBe('True')
    expect(status(t, 'live')?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
    t.until(() => waiting(t, 'live')?.reason === 'CrashLoopBackOff')
    expect(status(t, 'live')?.restartCount).toBe(2)
    expect(waiting(t, 'live')?.message).toMatch(/^back-off 10s/)
    expect(t.said('live')).toContain('Normal Killing Container main failed liveness probe, will be restarted')
    expect(t.said('live')).toContain('Warning Unhealthy Liveness probe failed: ')
  })

  it('liveness and readiness wait for the startup probe; when that fails too often the container restarts', () => {
    const t = new TestWorld()
    const probe = (command: string, more = {}) => ({ exec: { command: [command] }, periodSeconds: 1, ...more })
    t.pod('slow', [
      web({
        startupProbe: probe('false', { periodSeconds: 4, failureThreshold: 3 }),
        readinessProbe: probe('true'),
        livenessProbe: probe('false', { failureThreshold: 1 }),
      }),
    ])
    t.wait(7)
    expect(status(t, 'slow')).toMatchObject({ started: false, ready: false, restartCount: 0 })
    expect(row(t, 'slow')?.state).toBe('running.starting')
    t.until(() => status(t, 'slow')?.restartCount === 1)
    expect(t.said('slow')).toContain('Normal Killing Container main failed startup probe, will be restarted')
    expect(t.said('slow').join()).not.toContain('Liveness')
  })

  it('readiness comes and goes without a restart', () => {
    const t = new TestWorld()
    t.pod('web', [web({ readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 2, failureThreshold: 2 } })])
    t.until(() => t.isReady('web'), 4)
    t.fault('f', { type: 'ProbeFailure', pods: { namespace: 'default' } })
    expect(t.until(() => !t.isReady('web'))).toBeLessThan(5)
    expect(row(t, 'web')?.state).toBe('running.notReady')
    t.heal('f')
    expect(t.until(() => t.isReady('web'))).toBeLessThan(3)
    expect(status(t, 'web')?.restartCount).toBe(0)
  })

  it.each([
    [{ httpGet: { path: '/nosuch', port: 80 } }, 'HTTP probe failed with statuscode: 404'],
    [{ httpGet: { path: '/x', port: 8080 } }, 'Get "http://10.244.1.2:8080/x": dial tcp 10.244.1.2:8080: connect: connection refused'],
    [{ tcpSocket: { port: 99 } }, 'dial tcp 10.244.1.2:99: connect: connection refused'],
    [{ exec: { command: ['sh', '-c', 'echo no; exit 3'] } }, 'no\n'],
    [{ grpc: { port: 81 } }, 'timeout: failed to connect service "10.244.1.2:81" within 1s: context deadline exceeded'],
  ])('%j fails with its words', (handler, words) => {
    const t = new TestWorld()
    t.pod('web', [web({ readinessProbe: { ...handler, periodSeconds: 1 } })])
    t.wait(5)
    expect(t.said('web')).toContain(`Warning Unhealthy Readiness probe failed: ${words}`)
  })

  it('an exec that takes too long counts neither way', () => {
    const t = new TestWorld()
    t.pod('web', [web({ readinessProbe: { exec: { command: ['sh', '-c', 'sleep 5'] }, periodSeconds: 5 } })])
    t.wait(8)
    expect(t.said('web')).toContain(
      'Warning Unhealthy Readiness probe errored and resulted in unknown state: command "sh -c sleep 5" timed out',
    )
  })
})

describe('init containers', () => {
  it('run one after the other, and the rest waits', () => {
    const t = new TestWorld()
    t.pod('app', undefined, { initContainers: [busy('sleep 2', {}, 'one'), busy('sleep 2', {}, 'two')] })
    const init = (i: number) => status(t, 'app', i, 'initContainerStatuses')
    t.until(() => init(0)?.state?.running)
    expect(init(1)?.state?.waiting?.reason).toBe('PodInitializing')
    expect(waiting(t, 'app')?.reason).toBe('PodInitializing')
    expect(t.get('app').status.conditions?.find(c => c.type === 'Initialized')?.message).toBe(
      'containers with incomplete status: [one two]',
    )
    t.until(() => init(1)?.state?.running)
    expect(init(0)).toMatchObject({ ready: true, started: false, state: { terminated: { exitCode: 0 } } })
    expect(t.get('app').status.phase).toBe('Pending')
    t.until(() => t.isReady('app'))
    expect(t.get('app').status.phase).toBe('Running')
  })

  it('that fail are repeated with the same windows; with Never the pod has failed', () => {
    const t = new TestWorld()
    t.pod('again', undefined, { initContainers: [busy('exit 7', {}, 'one')] })
    t.pod('never', undefined, { restartPolicy: 'Never', initContainers: [busy('exit 7', {}, 'one')] })
    t.until(() => status(t, 'again', 0, 'initContainerStatuses')?.state?.waiting?.reason === 'CrashLoopBackOff')
    expect(t.get('again').status.phase).toBe('Pending')
    expect(t.get('never').status.phase).toBe('Failed')
    t.wait(60)
    expect(status(t, 'never', 0, 'initContainerStatuses')?.restartCount).toBe(0)
  })

  it('that restart Always are sidecars: started first, counted ready, stopped when the others have ended', () => {
    const t = new TestWorld()
    const startupProbe = { exec: { command: ['true'] }, initialDelaySeconds: 3, periodSeconds: 1 }
    t.pod('work', [busy('sleep 4')], {
      restartPolicy: 'Never',
      initContainers: [web({ restartPolicy: 'Always', startupProbe }, 'side'), busy('sleep 1', {}, 'prepare')],
    })
    const init = (i: number) => status(t, 'work', i, 'initContainerStatuses')
    t.until(() => init(0)?.state?.running)
    t.wait(1)
    expect(init(0)?.started).toBe(false)
    expect(init(1)?.state?.waiting).toBeDefined()
    t.until(() => init(1)?.state?.running)
    expect(init(0)).toMatchObject({ started: true, ready: true })
    t.until(() => t.isReady('work'))
    t.until(() => t.get('work').status.phase === 'Succeeded')
    expect(init(0)?.state?.terminated?.exitCode).toBe(0)
    expect(t.said('work')).toContain('Normal Killing Stopping container side')
  })
})

describe('what a container needs', () => {
  it('a ConfigMap that is missing holds it back until it is there', () => {
    const t = new TestWorld()
    const env = [
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } },
      { name: 'B', valueFrom: { configMapKeyRef: { name: 'nosuch', key: 'b', optional: true } } },
    ]
    t.pod('app', [web({ env })])
    t.until(() => waiting(t, 'app')?.reason === 'CreateContainerConfigError', 3)
    expect(waiting(t, 'app')?.message).toBe('configmap "settings" not found')
    expect(t.said('app')).toContain('Warning Failed Error: configmap "settings" not found')
    t.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { a: '1' } })
    expect(t.until(() => t.isReady('app'))).toBeLessThan(17)
  })
})

it('a Secret that is missing holds a container back like a ConfigMap', () => {
  const t = new TestWorld()
  t.pod('app', [web({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'nosuch', key: 'a' } } }] })])
  t.until(() => waiting(t, 'app')?.message === 'secret "nosuch" not found', 3)
})

it('what happened twice between two relists is looked at once', () => {
  const t = new TestWorld()
  const { uid } = t.pod('web', [{ name: 'main', image: 'nginx:1.25', command: ['nosuch-command'] }]).metadata
  t.wait(60)
  const turn = () => workers(t.world).get(uid)?.turn ?? 0
  const before = turn()
  t.until(() => turn() > before)
  // The next sync by itself comes ten seconds after this one at the earliest.
  t.wait(2.2)
  const told = turn()
  noteNews(t.world, uid)
  noteNews(t.world, uid)
  t.wait(3)
  expect(turn()).toBe(told + 1)
})
