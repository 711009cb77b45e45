import { describe, expect, it } from 'vitest'
import { pods } from './rows.ts'
import { TestWorld } from './testing/world.ts'

describe('the life of a pod', () => {
  it('goes from bound to running and ready', () => {
    const t = new TestWorld()
    const { uid } = t.pod('web').metadata
    t.until(() => t.get('web').status.startTime, 1)
    expect(t.get('web').status).toMatchObject({ phase: 'Pending', hostIP: '10.244.1.1', observedGeneration: 1 })
    expect(t.get('web').status.containerStatuses).toEqual([
      {
        name: 'main',
        state: { waiting: { reason: 'ContainerCreating' } },
        lastState: {},
        ready: false,
        restartCount: 0,
        image: 'nginx:1.25',
        imageID: '',
        started: false,
      },
    ])
    expect(t.until(() => t.isReady('web'), 5)).toBeGreaterThan(0.8)
    const { status } = t.get('web')
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2', podIPs: [{ ip: '10.244.1.2' }] })
    expect(status.conditions?.map(c => `${c.type} ${c.status}`)).toEqual([
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready True',
      'ContainersReady True',
      'PodScheduled True',
    ])
    expect(status.containerStatuses?.[0]).toMatchObject({
      image: 'docker.io/library/nginx:1.25',
      ready: true,
      started: true,
      restartCount: 0,
    })
    expect(pods(t.world).get(uid)?.containers[0]?.state).toBe('running.ready')
    expect(t.said('web').sort()).toEqual([
      'Normal Created Created container: main',
      'Normal Pulled Successfully pulled image "nginx:1.25" in 800ms (800ms including waiting). Image size: 50331648 bytes.',
      'Normal Pulling Pulling image "nginx:1.25"',
      'Normal Started Started container main',
    ])
  })

  it('finds an image that the machine has pulled before', () => {
    const t = new TestWorld()
    t.pod('one')
    t.until(() => t.isReady('one'))
    t.pod('two')
    t.until(() => t.isReady('two'))
    expect(t.said('two')).toContain('Normal Pulled Container image "nginx:1.25" already present on machine')
  })

  it('leaves its address to others when it has ended, though its status goes on naming it', () => {
    const t = new TestWorld({ capacity: { cpu: '4', memory: '8Gi', pods: 110 } })
    const once = [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'exit 0'] }]
    for (let n = 0; n < 270; n++) {
      t.pod(`p${n}`, once, { restartPolicy: 'Never' })
      if (n % 90 === 89) t.wait(15)
    }
    const addresses = Array.from({ length: 270 }, (_, n) => t.get(`p${n}`).status.podIP)
    expect(addresses.filter(a => a === undefined)).toEqual([])
    expect(new Set(addresses).size).toBe(253)
    expect(t.get('p0').status).toMatchObject({ phase: 'Succeeded', podIP: expect.stringMatching(/^10\.244\.1\./) })
  })

  it('ends with its deletion: stopped, cleaned up, and the object removed by the kubelet', () => {
    const t = new TestWorld()
    const { uid } = t.pod('web').metadata
    t.until(() => t.isReady('web'))
    t.remove('pods', 'default/web')
    expect(t.get('web').metadata.deletionGracePeriodSeconds).toBe(30)
    expect(t.until(() => !t.find('web'))).toBeLessThan(2.6)
    expect(t.said('web')).toContain('Normal Killing Stopping container main')
    t.wait(1)
    expect(pods(t.world).has(uid)).toBe(false)
  })

  it.each([
    ['Succeeded', 0, 'PodCompleted'],
    ['Failed', 3, 'PodFailed'],
  ])('that comes to an end by itself is not ready first, then %s', (phase, code, reason) => {
    const t = new TestWorld()
    t.pod('work', [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', `sleep 3; exit ${code}`] }], { restartPolicy: 'Never' })
    t.until(() => t.isReady('work'))
    const seen: string[] = []
    t.engine.store.listen(c => {
      if (c.plural === 'pods')
        seen.push(`${c.object.status.phase} ${c.object.status.conditions?.find((x: { type: string }) => x.type === 'Ready')?.reason}`)
    })
    t.until(() => t.get('work').status.phase === phase)
    expect(seen).toEqual([`Running ${reason}`, `${phase} ${reason}`])
  })

  it('is told to have ended by the sync after the one that saw its containers end: one relist later', () => {
    const t = new TestWorld()
    t.pod('work', [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 3'] }], { restartPolicy: 'Never' })
    t.until(() => t.get('work').status.containerStatuses?.[0]?.state?.terminated !== undefined)
    expect(t.get('work').status.phase).toBe('Running')
    const seconds = t.until(() => t.get('work').status.phase === 'Succeeded')
    expect(seconds).toBeGreaterThan(0.9)
    expect(seconds).toBeLessThan(1.3)
  })

  it('is cleaned up by a worker that has seen the end of its containers: at the next relist, whenever that is', () => {
    const t = new TestWorld()
    const seconds = Array.from({ length: 8 }, (_, n) => {
      t.pod(`web-${n}`)
      t.until(() => t.isReady(`web-${n}`))
      t.wait(2.1 + n / 8)
      t.remove('pods', `default/web-${n}`)
      return t.until(() => !t.find(`web-${n}`))
    })
    expect(Math.min(...seconds)).toBeLessThan(0.7)
    expect(Math.max(...seconds)).toBeGreaterThan(0.9)
    expect(Math.max(...seconds)).toBeLessThan(1.6)
  })

  it('costs nothing when nothing happens', () => {
    const t = new TestWorld()
    for (let i = 0; i < 20; i++) t.pod(`web-${i}`)
    t.wait(30)
    const { rv } = t.engine.store
    t.wait(60)
    // Six heartbeats, and nothing else.
    expect(t.engine.store.rv - rv).toBeLessThanOrEqual(7)
  })
})
