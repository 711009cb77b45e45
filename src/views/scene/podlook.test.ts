import { describe, expect, it } from 'vitest'
import type { PodRun, Timer } from '../../cluster/index.ts'
import type { Pod } from '../../kube/index.ts'
import { code, machine, type PodOptions, pod, run, timer } from '../testing/cluster.ts'
import { podLook } from './podlook.ts'

interface Facts {
  run?: PodRun | 'none'
  power?: 'on' | 'off'
  link?: 'up' | 'cut'
  timers?: readonly Timer[]
  truths?: boolean
}

function look(o: PodOptions, { run: process, power = 'on', link = 'up', timers = [], truths = true }: Facts = {}) {
  const p: Pod = pod('web-1', o)
  return podLook(
    {
      key: 'default/web-1',
      subject: 'pods default/web-1',
      node: o.node ?? '',
      birth: 0,
      milliCpu: 0,
      pod: p,
      owner: 'dep',
      shade: 'r1',
      short: '1',
      forgotten: false,
      timers,
      aside: false,
      tenant: '',
      hasClaim: false,
      ownerUid: '',
      run: process === 'none' ? undefined : (process ?? run(p)),
      machine: truths && o.node ? machine(o.node, power, link) : undefined,
    },
    code,
  )
}
const on = 'node-1'
const arc = (name: string) => timer('pods default/web-1', name, 1000, 4000)

describe('a pod is drawn', () => {
  it('as pending while it has no node', () => {
    expect(look({})).toMatchObject({ state: 'pending', word: 'Pending', dashed: false })
  })

  it('as starting from the binding until its containers have started', () => {
    expect(look({ node: on, phase: 'Pending', silent: true }, { run: 'none' })).toMatchObject({ state: 'starting', word: 'Pending' })
    expect(look({ node: on, phase: 'Pending', waiting: 'ContainerCreating' })).toMatchObject({
      state: 'starting',
      word: 'ContainerCreating',
    })
    expect(look({ node: on, phase: 'Pending', waiting: 'PodInitializing' })).toMatchObject({ state: 'starting', word: 'PodInitializing' })
  })

  it('as running but not ready with its count, and the next probe as an arc', () => {
    expect(look({ node: on, ready: false }, { timers: [arc('readiness')] })).toMatchObject({
      state: 'notready',
      word: 'Running 0/1',
      arc: { from: 1000, until: 4000 },
    })
    expect(look({ node: on, ready: false }, { timers: [arc('startup'), arc('readiness')] }).arc).toEqual({ from: 1000, until: 4000 })
  })

  it('as ready, and says how often it was restarted', () => {
    expect(look({ node: on, ready: true })).toMatchObject({ state: 'ready', word: 'Running', arc: undefined })
    expect(look({ node: on, ready: true, restarts: 3 }).word).toBe('stage.pod.restarted Running 3')
    expect(look({ node: on, ready: true }, { timers: [arc('minReady')] }).arc).toBeDefined()
  })

  it('as terminating once it is deleted, with its grace, whatever its containers say', () => {
    expect(look({ node: on, ready: true, deleted: true }, { timers: [arc('grace')] })).toMatchObject({
      state: 'terminating',
      word: 'Terminating',
      dashed: true,
      arc: { until: 4000 },
    })
    const ended = look({ node: on, deleted: true, phase: 'Succeeded', terminated: { reason: 'Completed', exitCode: 0 } })
    expect(ended).toMatchObject({ state: 'terminating', word: 'Completed' })
  })

  it('as crashed between an exit and the next start, with its back-off', () => {
    expect(look({ node: on, waiting: 'CrashLoopBackOff' }, { timers: [arc('crashBackOff')] })).toMatchObject({
      state: 'crash',
      word: 'CrashLoopBackOff',
      arc: { until: 4000 },
    })
    expect(look({ node: on, terminated: { reason: 'Error', exitCode: 1 } })).toMatchObject({ state: 'crash', arc: undefined })
    expect(look({ node: on, terminated: { reason: 'OOMKilled', exitCode: 137 } }).state).toBe('crash')
  })

  it.each(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'])('as without image for %s', waiting => {
    expect(look({ node: on, phase: 'Pending', waiting }, { timers: [arc('pullBackOff')] })).toMatchObject({
      state: 'nopull',
      word: waiting,
      arc: { until: 4000 },
    })
  })

  it('as failed or succeeded when it has ended for good', () => {
    expect(look({ node: on, phase: 'Failed', terminated: { reason: 'Error', exitCode: 1 } })).toMatchObject({
      state: 'failed',
      word: 'Error',
    })
    expect(look({ node: on, phase: 'Failed', reason: 'Evicted' })).toMatchObject({ state: 'failed', word: 'Evicted' })
    expect(look({ node: on, phase: 'Succeeded', terminated: { reason: 'Completed', exitCode: 0 } })).toMatchObject({
      state: 'done',
      word: 'Completed',
    })
  })
})

describe('belief and fact', () => {
  it('part when the machine has no power: the API goes on saying Running', () => {
    expect(look({ node: on, ready: true }, { power: 'off', run: 'none' })).toMatchObject({
      state: 'believed',
      word: 'stage.pod.believed Running',
      dashed: false,
    })
    expect(look({ node: on, ready: true, deleted: true }, { power: 'off', run: 'none' })).toMatchObject({
      state: 'believed',
      word: 'Terminating',
      dashed: true,
    })
  })

  it('part when the machine is cut off: the pod runs on', () => {
    expect(look({ node: on, ready: true }, { link: 'cut' })).toMatchObject({ state: 'parted', unready: false })
    expect(look({ node: on, ready: true, deleted: true }, { link: 'cut' })).toMatchObject({
      state: 'parted',
      dashed: true,
      word: 'Terminating',
    })
    expect(look({ node: on, ready: true }, { link: 'cut', run: 'none' }).state).toBe('believed')
  })

  it('hatch a cut-off pod by what really is, not by what is believed', () => {
    const process = run(pod('web-1', { node: on }), 'running', false)
    expect(look({ node: on, ready: true }, { link: 'cut', run: process })).toMatchObject({ state: 'parted', unready: true })
  })

  it('part until a machine that is back has taken up its pods again', () => {
    expect(look({ node: on, ready: true }, { run: 'none' }).state).toBe('believed')
  })

  it('do not part for a pod that has ended: nothing is believed to run', () => {
    expect(look({ node: on, phase: 'Failed', reason: 'Evicted' }, { power: 'off', run: 'none' }).state).toBe('failed')
  })

  it('are one where there are no facts to compare with', () => {
    expect(look({ node: on, ready: true }, { truths: false, run: 'none' }).state).toBe('ready')
  })
})

describe('the fill of a starting pod', () => {
  const starting = (state: string, timers: readonly Timer[] = []) => {
    const p = pod('web-1', { node: on, phase: 'Pending', waiting: 'ContainerCreating' })
    return look({ node: on, phase: 'Pending', waiting: 'ContainerCreating' }, { run: run(p, state, false), timers }).sweep
  }
  it('rises with the pull, then with the start, and is full when the process runs', () => {
    expect(starting('pulling', [arc('pull')])).toMatchObject({ from: 1000, until: 4000, a: 0.1 })
    const pulled = starting('pulling', [arc('pull')])
    const started = starting('starting', [arc('start')])
    expect(started?.a).toBeGreaterThanOrEqual(pulled?.b ?? 1)
    expect(starting('running')).toMatchObject({ a: 1, b: 1 })
  })
  it('has just begun when the kubelet knows nothing of the pod yet', () => {
    expect(look({ node: on, phase: 'Pending', silent: true }, { run: 'none' }).sweep?.a).toBeLessThan(0.1)
  })
})
