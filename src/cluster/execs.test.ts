// Commands run in containers from outside: they run where the pod runs, end in simulated time, and say what came of them.
import { describe, expect, it } from 'vitest'
import type { Engine } from '../engine/index.ts'
import type { Draft, Exec } from '../kube/index.ts'
import { createCluster } from './cluster.ts'

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default' },
  spec: { containers: [{ name: 'main', image: 'nginx:1.9.1', env: [{ name: 'GREETING', value: 'hello' }] }] },
}

function cluster(): Engine {
  const engine = createCluster({ seed: 1, nodes: 1, profile: 'classroom', freeze: true })
  make(engine, 'pods', POD)
  engine.advance(15_000)
  return engine
}
const make = (engine: Engine, plural: string, draft: object) =>
  engine.act('you', '-', 'test', {}, cause => engine.api.create(plural, draft as Draft, { cause }))
const begin = (engine: Engine, ...command: string[]) =>
  make(engine, 'execs', {
    apiVersion: 'podium.local/v1',
    kind: 'Exec',
    metadata: { name: 'e', namespace: 'default' },
    spec: { pod: 'web', command },
  })
const told = (engine: Engine) => engine.store.get<Exec>('execs', 'default/e')?.status

describe('a command run in a container', () => {
  it.each([
    ['its output is kept', ['sh', '-c', 'echo "$GREETING from $(hostname)"'], { exitCode: 0, output: 'hello from web\n' }],
    ['its end is what it exits with', ['sh', '-c', 'echo no >&2; exit 3'], { exitCode: 3, output: 'no\n' }],
    ['what is not there cannot be run', ['nothing'], { exitCode: 127, output: expect.stringContaining('executable file not found') }],
  ])('%s', (_, command, status) => {
    const engine = cluster()
    begin(engine, ...command)
    engine.advance(engine.now + 1000)
    expect(told(engine)).toMatchObject({ phase: 'Ended', ...status })
  })
  it('takes its time, and goes on over a restored checkpoint', () => {
    const engine = cluster()
    begin(engine, 'sh', '-c', 'sleep 5; echo done')
    engine.advance(engine.now + 2000)
    expect(told(engine)).toEqual({ phase: 'Running' })
    const then = engine.checkpoint()
    engine.advance(engine.now + 5000)
    expect(told(engine)?.output).toBe('done\n')
    const hash = engine.hash()
    engine.restore(then)
    engine.advance(then.now + 5000)
    expect(engine.hash()).toBe(hash)
  })
  it('is killed with its container', () => {
    const engine = cluster()
    begin(engine, 'sh', '-c', 'echo here; sleep 1000')
    engine.advance(engine.now + 2000)
    make(engine, 'faults', {
      apiVersion: 'podium.local/v1',
      kind: 'Fault',
      metadata: { name: 'kill' },
      spec: { type: 'ContainerCrash', exitCode: 1, pods: { namespace: 'default' } },
    })
    engine.advance(engine.now + 1000)
    expect(told(engine)).toEqual({ phase: 'Ended', exitCode: 137, output: 'here\n' })
  })
  it('is killed with its pod', () => {
    const engine = cluster()
    begin(engine, 'sleep', '1000')
    engine.advance(engine.now + 2000)
    engine.act('you', '-', 'test', {}, cause => engine.api.remove('pods', 'default/web', {}, { cause }))
    engine.advance(engine.now + 4000)
    expect(told(engine)).toMatchObject({ phase: 'Ended', exitCode: 137 })
  })
  it('is forgotten a minute after its end', () => {
    const engine = cluster()
    begin(engine, 'true')
    engine.advance(engine.now + 59_000)
    expect(told(engine)?.phase).toBe('Ended')
    engine.advance(engine.now + 3000)
    expect(told(engine)).toBeUndefined()
  })
  it('says why it cannot be run', () => {
    const engine = cluster()
    make(engine, 'execs', { metadata: { name: 'e', namespace: 'default' }, spec: { pod: 'other', command: ['ls'] } })
    engine.advance(engine.now + 1000)
    expect(told(engine)).toEqual({ phase: 'Failed', message: 'Error from server (NotFound): pods "other" not found' })
  })
  it('must name a pod and a program', () => {
    expect(() => begin(cluster())).toThrow('spec.command: Required value')
  })
})
