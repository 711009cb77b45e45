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
