import { describe, expect, it } from 'vitest'
import { Dice } from '../../engine/index.ts'
import { pods, uids, workers } from './rows.ts'
import { TestWorld } from './testing/world.ts'

const busy = (script: string, more = {}, name = 'main') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const web = (more = {}, name = 'main', image = 'nginx:1.25') => ({ name, image, ...more })
const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 }

/** Pods of all sorts: [containers, spec]. */
const SORTS: readonly (readonly [Record<string, unknown>[], Record<string, unknown>])[] = [
  [[web()], {}],
  [[web({ readinessProbe: probe, livenessProbe: probe, startupProbe: probe })], {}],
  [[web(), busy('sleep 3; exit 1', {}, 'side')], { terminationGracePeriodSeconds: 4 }],
  [[busy('sleep 2')], { restartPolicy: 'Never' }],
  [[busy('exit $((RANDOM % 2))')], { restartPolicy: 'OnFailure' }],
  [[busy('trap "exit 0" TERM; while true; do sleep 1; done')], {}],
  [[web({}, 'main', 'nginx:broken')], {}],
  [[web({}, 'main', 'web:crash')], {}],
  [[web({ lifecycle: { preStop: { sleep: { seconds: 3 } }, postStart: { exec: { command: ['sleep', '2'] } } } })], {}],
  [[web()], { initContainers: [busy('sleep 1', {}, 'one'), web({ restartPolicy: 'Always' }, 'two')] }],
  [[busy('sleep 5')], { restartPolicy: 'Never', initContainers: [web({ restartPolicy: 'Always' }, 'two')] }],
  [[web()], { activeDeadlineSeconds: 9 }],
  [[web()], { volumes: [{ name: 'c', configMap: { name: 'late' } }] }],
  [[web({ resources: { requests: { cpu: '2' } } })], {}],
  [[web({ command: ['nosuch'] })], {}],
]
const FAULTS = ['NodeCrash', 'NodePartition', 'SlowDisk', 'ProbeFailure', 'PullFailure', 'ContainerCrash']

function play(seed: number): TestWorld {
  const t = new TestWorld({ seed, nodes: 3 })
  const dice = Dice.seeded(seed)
  const pick = <T>(list: readonly T[]): T | undefined => list[dice.roll(Math.max(1, list.length))]
  const all = (plural: string) => [...t.engine.store.list(plural)]
  const deeds: (() => void)[] = [
    () => {
      const [containers, spec] = pick(SORTS) as (typeof SORTS)[number]
      const name = `p${dice.roll(12)}`
      if (!t.find(name)) t.pod(name, containers, { ...spec, nodeName: `node-${1 + dice.roll(3)}` })
    },
    () => {
      const pod = pick(all('pods'))
      if (pod) t.remove('pods', `default/${pod.metadata.name}`, dice.roll(4) === 0 ? { gracePeriodSeconds: 0 } : {})
    },
    () => {
      const pod = pick(all('pods'))
      if (!pod || pod.metadata.deletionTimestamp) return
      const [first, ...rest] = pod.spec.containers
      t.merge('pods', `default/${pod.metadata.name}`, { spec: { containers: [{ ...first, image: `nginx:1.${dice.roll(9)}` }, ...rest] } })
    },
    () => {
      const type = pick(FAULTS) as string
      const where =
        type.startsWith('Node') || type === 'SlowDisk' ? { nodes: [`node-${1 + dice.roll(3)}`] } : { pods: { namespace: 'default' } }
      if (all('faults').length < 3) t.fault(`f${t.engine.now}`, { type, ...where })
    },
    () => {
      const fault = pick(all('faults'))
      if (fault) t.heal(fault.metadata.name)
    },
  ]
  for (let i = 0; i < 60; i++) {
    ;(pick([...deeds, deeds[0]]) as () => void)()
    t.engine.advance(t.engine.now + dice.roll(5000))
  }
  return t
}

describe('whatever befalls machines and pods', () => {
  it.each(Array.from({ length: 12 }, (_, i) => i + 1))('in the end the API server believes what is so (seed %i)', seed => {
    const t = play(seed)
    for (const f of [...t.engine.store.list('faults')]) t.heal(f.metadata.name)
    t.wait(60)
    for (const w of workers(t.world).values()) {
      const pod = t.find(w.pod.metadata.name)
      expect(pod?.metadata.uid).toBe(w.uid)
      expect(pod?.status).toEqual(w.status)
      const row = pods(t.world).get(w.uid)
      for (const c of row?.containers ?? []) {
        const told = [...(pod?.status.containerStatuses ?? []), ...(pod?.status.initContainerStatuses ?? [])].find(s => s.name === c.name)
        if (row?.state === 'running' && c.state.startsWith('running')) expect([c.name, told?.ready]).toEqual([c.name, c.ready])
      }
    }
    for (const pod of [...t.engine.store.list('pods')]) t.remove('pods', `default/${pod.metadata.name}`)
    t.wait(90)
    expect([...t.engine.store.list('pods')]).toEqual([])
    expect([workers(t.world).size, pods(t.world).size, uids(t.world).size]).toEqual([0, 0, 0])
    for (const table of ['shells', 'logs', 'volumes', 'timers']) expect([table, [...t.world.table(table).keys()]]).toEqual([table, []])
  })
})
