import { describe, expect, it } from 'vitest'
import { processes } from '../tables.ts'
import { pods } from './rows.ts'
import { TestWorld } from './testing/world.ts'

const busy = (script: string, more = {}, name = 'main') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const web = (more = {}, name = 'main') => ({ name, image: 'nginx:1.25', ...more })

/** Deletes a pod and returns the seconds until it was gone, and how its containers ended (from the last status that was written). */
function remove(t: TestWorld, name: string, options = {}): { seconds: number; codes: (number | undefined)[] } {
  let codes: (number | undefined)[] = []
  const deaf = t.engine.store.listen(c => {
    if (c.plural === 'pods' && c.object.metadata.name === name)
      codes = (c.object as ReturnType<TestWorld['get']>).status.containerStatuses?.map(s => s.state?.terminated?.exitCode) ?? []
  })
  t.remove('pods', `default/${name}`, options)
  const seconds = t.until(() => !t.find(name), 200)
  deaf()
  return { seconds, codes }
}

function running(containers: Record<string, unknown>[], more: Record<string, unknown> = {}): TestWorld {
  const t = new TestWorld()
  t.pod('one', containers, more)
  t.until(() => t.isReady('one'))
  return t.wait(2)
}

describe('the end of a pod', () => {
  it('that obeys SIGTERM comes at once', () => {
    const { seconds, codes } = remove(running([web()]), 'one')
    expect(seconds).toBeLessThan(1.6)
    expect(codes).toEqual([0])
  })

  it('that does not hear it comes with SIGKILL, when the grace is over', () => {
    const { seconds, codes } = remove(running([busy('sleep 1000')], { terminationGracePeriodSeconds: 12 }), 'one')
    expect(seconds).toBeGreaterThanOrEqual(12)
    expect(seconds).toBeLessThan(13.6)
    expect(codes).toEqual([137])
  })

  it('comes after preStop, which uses up the grace; at least 2 s are left after it', () => {
    const polite = web({ lifecycle: { preStop: { sleep: { seconds: 15 } } } })
    const enough = remove(running([polite], { terminationGracePeriodSeconds: 20 }), 'one')
    expect(enough.seconds).toBeGreaterThanOrEqual(15)
    expect(enough.seconds).toBeLessThan(16.6)
    const deaf = busy('sleep 1000', { lifecycle: { preStop: { exec: { command: ['sleep', '60'] } } } })
    const late = remove(running([deaf], { terminationGracePeriodSeconds: 4 }), 'one')
    expect(late.seconds).toBeGreaterThanOrEqual(6)
    expect(late.seconds).toBeLessThan(7.6)
    expect(late.codes).toEqual([137])
  })

  it('stops all containers side by side', () => {
    const t = running([busy('sleep 1000'), busy('sleep 1000', {}, 'two'), web({}, 'three')], { terminationGracePeriodSeconds: 5 })
    const { seconds, codes } = remove(t, 'one')
    expect(seconds).toBeLessThan(6.6)
    expect(codes).toEqual([137, 0, 137])
  })

  it('stops sidecars only after the others, last first', () => {
    const t = new TestWorld()
    const side = (name: string) => ({ ...web({ restartPolicy: 'Always' }, name) })
    t.pod('one', [busy('trap "sleep 3; exit 0" TERM; while true; do sleep 1; done')], { initContainers: [side('first'), side('second')] })
    t.until(() => t.isReady('one'))
    const { uid } = t.get('one').metadata
    t.remove('pods', 'default/one')
    const order: string[] = []
    t.until(() => {
      for (const c of processes(t.world).get(uid)?.containers ?? []) if (c.state === 'exited' && !order.includes(c.name)) order.push(c.name)
      return !t.find('one')
    })
    expect(order).toEqual(['main', 'second', 'first'])
  })

  it('a second DELETE with a shorter grace moves the date, but not the kubelet that has begun', () => {
    const t = running([busy('sleep 1000')], { terminationGracePeriodSeconds: 20 })
    t.remove('pods', 'default/one')
    t.wait(2)
    t.remove('pods', 'default/one', { gracePeriodSeconds: 5 })
    expect(t.get('one').metadata.deletionGracePeriodSeconds).toBe(5)
    expect(t.until(() => !t.find('one'))).toBeGreaterThan(17.5)
  })

  it('by force takes the object at once; the processes end with their own grace', () => {
    const t = running([busy('sleep 1000')], { terminationGracePeriodSeconds: 8 })
    const { uid } = t.get('one').metadata
    t.remove('pods', 'default/one', { gracePeriodSeconds: 0 })
    expect(t.find('one')).toBeUndefined()
    t.wait(5)
    expect(pods(t.world).get(uid)?.containers[0]?.state).toBe('stopping.terminating')
    t.wait(6)
    expect(pods(t.world).has(uid)).toBe(false)
  })

  it('while it is being started breaks that off', () => {
    const t = new TestWorld({ profile: 'slow registry' })
    t.pod('one')
    t.wait(3)
    expect(t.said('one')).toContain('Normal Pulling Pulling image "nginx:1.25"')
    expect(remove(t, 'one').seconds).toBeLessThan(3)
  })

  it('while it waits in a back-off comes at once', () => {
    const t = new TestWorld()
    t.pod('one', [busy('exit 1')])
    t.until(() => t.get('one').status.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff')
    expect(remove(t, 'one').seconds).toBeLessThan(2.6)
  })

  it('leaves nothing behind', () => {
    const t = running([busy('echo hello > /data/x; sleep 1000', { volumeMounts: [{ name: 'd', mountPath: '/data' }] })], {
      volumes: [{ name: 'd', emptyDir: {} }],
      terminationGracePeriodSeconds: 1,
    })
    expect(t.world.table('volumes').size).toBe(1)
    remove(t, 'one')
    t.wait(1)
    for (const table of ['kubelet', 'kubelet.uids', 'processes', 'shells', 'logs', 'volumes', 'timers']) {
      expect([table, t.world.table(table).size]).toEqual([table, 0])
    }
  })
})

describe('the end of a pod before all its containers had their turn', () => {
  const never = { name: 'never', image: 'nosuch:1' }
  const done = busy('true', {}, 'done')
  const LOST = 'ContainerStatusUnknown'

  /** How a pod that never came far stood when it was stopped; a finalizer keeps the object. */
  function stopped(initContainers: object[], containers: Record<string, unknown>[] = [web()], more: object = {}) {
    const t = new TestWorld()
    t.pod('one', containers, { ...(initContainers.length && { initContainers }), ...more })
    t.merge('pods', 'default/one', { metadata: { finalizers: ['podium.test/held'] } })
    t.wait(6)
    if (!('activeDeadlineSeconds' in more)) t.remove('pods', 'default/one')
    const { status } = t.wait(6).get('one')
    const states = (list: typeof status.containerStatuses) => list?.map(s => s.state?.terminated?.reason ?? s.state?.waiting?.reason)
    return {
      phase: status.phase,
      inits: states(status.initContainerStatuses),
      mains: states(status.containerStatuses),
      conditions: status.conditions,
    }
  }

  it('has the first init container lost, though it never ran; the others had not their turn', () => {
    for (const restartPolicy of ['Always', 'Never'])
      expect(stopped([never, { ...never, name: 'next' }], [web()], { restartPolicy })).toMatchObject({
        phase: 'Failed',
        inits: [LOST, 'PodInitializing'],
        mains: ['PodInitializing'],
      })
    expect(stopped([{ ...never, restartPolicy: 'Always' }])).toMatchObject({ phase: 'Failed', inits: [LOST], mains: ['PodInitializing'] })
  })

  it('leaves an init container waiting whose turn came after one that ended', () => {
    const { phase, inits, mains } = stopped([done, never])
    expect({ phase, inits, mains }).toEqual({ phase: 'Failed', inits: ['Completed', 'PodInitializing'], mains: ['PodInitializing'] })
  })

  it('has regular containers lost once nothing is before them', () => {
    expect(stopped([], [never])).toMatchObject({ phase: 'Failed', inits: undefined, mains: [LOST] })
    expect(stopped([done], [never])).toMatchObject({ phase: 'Failed', inits: ['Completed'], mains: [LOST] })
  })

  it('is told in the conditions only where the pod had failed before: a deadline is, being stopped is not', () => {
    const why = (s: ReturnType<typeof stopped>) => s.conditions?.find(c => c.type === 'Ready')?.reason
    expect(why(stopped([never]))).toBe('ContainersNotReady')
    expect(why(stopped([], [never]))).toBe('ContainersNotReady')
    expect(why(stopped([never], [web()], { activeDeadlineSeconds: 3 }))).toBe('PodFailed')
  })
})

describe('activeDeadlineSeconds', () => {
  it('ends a pod that is active for too long', () => {
    const t = new TestWorld()
    t.pod('dead', undefined, { activeDeadlineSeconds: 6 })
    t.until(() => t.get('dead').status.phase === 'Failed', 9)
    const text = 'Pod was active on the node longer than the specified deadline'
    expect(t.get('dead').status).toMatchObject({ reason: 'DeadlineExceeded', message: text })
    expect(t.get('dead').status.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' })
    expect(t.said('dead')).toContain(`Normal DeadlineExceeded ${text}`)
    expect(t.said('dead')).toContain('Normal Killing Stopping container main')
  })
})

describe('postStart', () => {
  it('that fails has its container killed, with the usual back-off', () => {
    const t = new TestWorld()
    t.pod('hook', [web({ lifecycle: { postStart: { exec: { command: ['sh', '-c', 'echo bad; exit 3'] } } } })])
    const waiting = () => t.get('hook').status.containerStatuses?.[0]?.state?.waiting
    t.until(() => waiting()?.reason === 'PostStartHookError', 5)
    const { uid } = t.get('hook').metadata
    expect(waiting()?.message).toBe(
      `Exec lifecycle hook ([sh -c echo bad; exit 3]) for Container "main" in Pod "hook_default(${uid})" failed - error: command terminated with exit code 3, message: "bad\\n"`,
    )
    expect(t.said('hook')).toContain('Warning FailedPostStartHook PostStartHook failed')
    expect(t.said('hook')).toContain('Normal Killing FailedPostStartHook')
    t.until(() => waiting()?.reason === 'CrashLoopBackOff', 20)
  })

  it('holds back the containers after it until it is done', () => {
    const t = new TestWorld()
    t.pod('hook', [web({ lifecycle: { postStart: { exec: { command: ['sleep', '4'] } } } }), web({}, 'second')])
    t.until(() => t.said('hook').includes('Normal Started Started container main'))
    expect(t.until(() => t.said('hook').includes('Normal Started Started container second'))).toBeGreaterThan(3.9)
  })
})
