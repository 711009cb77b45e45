import { describe, expect, it } from 'vitest'
import type { ContainerStatus, PodSpec } from '../../../kube/index.ts'
import oracle from '../fixtures/pod_phase.json'
import { phaseOf } from './phase.ts'

type State = 'run' | 'term' | 'ok' | 'fail' | 'wait' | 'waitT' | 'waitF'

/** The legend of the table. */
function status(name: string, state: State): ContainerStatus {
  const ended = (exitCode: number) => ({ terminated: { exitCode, reason: 'x' } })
  const base = { name, image: 'i', imageID: '', ready: false, restartCount: 0, lastState: {} }
  const waiting = { waiting: { reason: 'x' } }
  switch (state) {
    case 'run':
      return { ...base, state: { running: { startedAt: 't' } } }
    case 'term':
    case 'ok':
      return { ...base, state: ended(0) }
    case 'fail':
      return { ...base, state: ended(-1) }
    case 'wait':
      return { ...base, state: waiting }
    case 'waitT':
      return { ...base, state: waiting, lastState: ended(0) }
    case 'waitF':
      return { ...base, state: waiting, lastState: ended(-1) }
    default:
      return state satisfies never
  }
}

describe(`the phase of a pod (${oracle.source})`, () => {
  it('has all its cases', () => expect(oracle.cases.length).toBe(oracle.case_count))

  it.each(oracle.cases.map(c => [c.name, c] as const))('%s', (_name, { input, expected }) => {
    const { restartPolicy, containers, podIsTerminal } = input
    const inits = (input as { initContainers?: Record<string, State> }).initContainers
    const spec = { restartPolicy, containers: [{ name: 'A' }, { name: 'B' }], ...(inits && { initContainers: [{ name: 'X' }] }) } as PodSpec
    const list = (map: Record<string, string> = {}) => Object.entries(map).map(([name, s]) => status(name, s as State))
    expect(phaseOf(spec, list(inits), list(containers), podIsTerminal)).toBe(expected.phase)
  })

  // Of sidecars the table says nothing; upstream TestPodPhaseWithRestartableInitContainers.
  it('counts a sidecar that has not started as not initialized, until a regular container has started', () => {
    const spec = {
      restartPolicy: 'Always',
      initContainers: [{ name: 'X', restartPolicy: 'Always' }],
      containers: [{ name: 'A' }],
    } as PodSpec
    expect(phaseOf(spec, [status('X', 'run')], [status('A', 'run')], false)).toBe('Running')
    expect(phaseOf(spec, [{ ...status('X', 'run'), started: false }], [status('A', 'wait')], false)).toBe('Pending')
    expect(phaseOf(spec, [status('X', 'fail')], [status('A', 'run')], false)).toBe('Running')
  })
})
