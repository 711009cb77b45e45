import { describe, expect, it } from 'vitest'
import oracle from '../fixtures/probes.json'
import { workers } from '../rows.ts'
import { TestWorld } from '../testing/world.ts'
import { afterAnswer, initialResult, KINDS, type ProbeKind, type ProbeRow, type Result } from './rows.ts'

// biome-ignore lint/suspicious/noExplicitAny: this is where JSON enters
type Case = { input: any; expected: any }
const one = (name: string) => oracle.cases.find(c => c.name.includes(name)) as Case
const ok = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 }
const all = { startupProbe: ok, livenessProbe: ok, readinessProbe: ok }
const probed = (name = 'main', image = 'nginx:1.25') => ({ name, image, ...all })
const rows = (t: TestWorld, uid: string) => workers(t.world).get(uid)?.probes ?? {}
const goOn = (t: TestWorld, uid: string, name = 'main') =>
  Object.fromEntries(KINDS.map(kind => [kind, rows(t, uid)[`${kind} ${name}`] !== undefined]))

describe(`probes (${oracle.source})`, () => {
  it('has all its cases', () => expect(oracle.cases.length).toBe(oracle.case_count))

  // The kubelet's first sync gives a pod its first status and its probes: before it there is nothing to go on with.
  it('No status; No container status; Container waiting: they go on, and nothing is known but that it is not ready', () => {
    const t = new TestWorld()
    const { uid } = t.pod('web', [probed('other', 'nosuch/x'), probed()]).metadata
    t.until(() => t.get('web').status.startTime)
    for (const name of ['No status', 'No container status', 'Container waiting']) {
      expect(goOn(t, uid)).toEqual(one(name).expected.workerContinues)
    }
    expect(rows(t, uid)['readiness main']?.result).toBe('failure')
    expect(rows(t, uid)['startup main']?.result).toBe('unknown')
  })

  it('Pod failed; Container terminated (restartPolicy Never): they end', () => {
    const t = new TestWorld()
    const { uid } = t.pod('web', [{ ...probed(), image: 'web:crash' }], { restartPolicy: 'Never' }).metadata
    t.until(() => t.get('web').status.phase === 'Failed')
    expect(goOn(t, uid)).toEqual(one('Pod failed').expected.workerContinues)
    expect(goOn(t, uid)).toEqual(one('Container terminated').expected.workerContinues)
    expect(t.get('web').status.containerStatuses?.[0]?.ready).toBe(false)
  })

  it('Pod deletion: readiness alone goes on', () => {
    const t = new TestWorld()
    const hook = { preStop: { sleep: { seconds: 20 } } }
    const { uid } = t.pod('web', [{ ...probed(), lifecycle: hook }]).metadata
    t.until(() => t.isReady('web'))
    t.remove('pods', 'default/web')
    t.wait(2)
    expect(goOn(t, uid)).toEqual(one('Pod deletion').expected.workerContinues)
    expect(rows(t, uid)['readiness main']?.result).toBe('success')
  })

  it('Probe successful; Initial delay passed', () => {
    const t = new TestWorld()
    const { uid } = t.pod('web', [probed()]).metadata
    t.until(() => t.isReady('web'))
    expect(goOn(t, uid)).toEqual(one('Probe successful').expected.workerContinues)
    expect(goOn(t, uid)).toEqual(one('Initial delay passed').expected.workerContinues)
    for (const kind of KINDS) expect(rows(t, uid)[`${kind} main`]?.result).toBe('success')
  })

  it.each(KINDS)('initial delay 10 s: %s', kind => {
    const { input, expected } = one(`initial delay 10 s: ${kind}`)
    const t = new TestWorld()
    const probe = { ...ok, initialDelaySeconds: input.initialDelaySeconds }
    const { uid } = t.pod('web', [{ name: 'main', image: 'nginx:1.25', [`${kind}Probe`]: probe }]).metadata
    t.until(() => t.get('web').status.containerStatuses?.[0]?.state?.running)
    t.wait(8)
    expect(rows(t, uid)[`${kind} main`]?.result).toBe(expected.resultDuringDelay.toLowerCase())
    t.wait(92)
    expect(rows(t, uid)[`${kind} main`]?.result).toBe(expected.resultAfter100s.toLowerCase())
  })

  it.each([
    ['failureThreshold 3', { failureThreshold: 3, successThreshold: 1 }, 'S'],
    ['successThreshold 3', { failureThreshold: 1, successThreshold: 3 }, 'F'],
  ] as const)('%s', (name, probe, start) => {
    const words: Record<string, Result> = { S: 'success', F: 'failure' }
    const { input, expected } = one(name)
    let row: ProbeRow = { epoch: 0, since: 0, attempt: 0, result: words[start] ?? 'failure', run: 0, onHold: false }
    for (let round = 0; round < input.repeat; round++) {
      const states = input.probeResults.map((r: string) => {
        row = afterAnswer(row, 'readiness', probe, words[r] ?? 'failure')
        return row.result === 'success' ? 'S' : 'F'
      })
      expect(states).toEqual(expected.stateAfterEach)
    }
  })

  it('begins with what is assumed of each kind', () => {
    const result = (kind: ProbeKind) => initialResult(kind)
    expect(KINDS.map(result)).toEqual(['unknown', 'success', 'failure'])
  })
})
