import { describe, expect, it } from 'vitest'
import { createCluster } from '../../cluster/index.ts'
import { type ApiObject, resources } from '../../kube/index.ts'
import { batch, code, machine, mirrorOf, node, pod, run, runRows } from '../testing/cluster.ts'
import { aJob, boundClaim, controllerRevision, daemonSet, statefulSet } from '../testing/workloads.ts'
import { learn } from './captions.ts'
import type { Memory } from './memory.ts'
import { plumbingCards } from './plumbing.ts'
import { ACTORS, KINDS, PARTS } from './rig.ts'
import { scene } from './scene.ts'
import type { Scene } from './types.ts'

learn(plumbingCards)

const WIDE = { width: 1192, height: 872 }
const NODES = ['node-1', 'node-2', 'node-3']
type Rows = Parameters<typeof batch>[2]
const machines = (off = '', cut = '') =>
  NODES.map(n => ({ table: 'machines' as const, key: n, row: machine(n, n === off ? 'off' : 'on', n === cut ? 'cut' : 'up') }))
const world = (objects: readonly ApiObject[], rows: Rows = [], facts = machines()) =>
  mirrorOf(batch(0, [...NODES.map(n => node(n)), ...objects], [...facts, ...(rows ?? [])]))
const draw = (mirror: ReturnType<typeof world>, o: object = {}, memory?: Memory, viewport = WIDE) =>
  scene(mirror, viewport, { say: code, ...o }, memory)
const card = (s: Scene, actor: string) => s.cards.find(c => c.actor === actor)
const named = (s: Scene, full: string) => s.pods.filter(p => p.full === full)

const zk = (n: number, o: object = {}) =>
  pod(`zk-${n}`, {
    owner: { kind: 'StatefulSet', name: 'zk' },
    node: NODES[n % 3] as string,
    ready: true,
    claims: [`datadir-zk-${n}`],
    labels: { 'controller-revision-hash': 'zk-a' },
    ...o,
  })
const set = statefulSet('zk', { replicas: 3, disk: 'datadir', update: 'zk-a' })
const first = controllerRevision('StatefulSet', 'zk', 'a', 1)
const claims = [0, 1, 2].flatMap(n => boundClaim(`datadir-zk-${n}`, `pv-${n}`))
const attached = (n: number, at = NODES[n % 3] as string) => ({
  table: 'attachments' as const,
  key: `pv-${n}`,
  row: { volume: `pv-${n}`, node: at, since: 0, refused: [] },
})

describe('the rail', () => {
  it('has a hook for every controller that the cluster runs', () => {
    const hanging = new Set<string>([...ACTORS, ...Object.values(PARTS).flat()])
    const names = createCluster({ seed: 1, nodes: 1, profile: 'classroom' }).actorNames.filter(n => !hanging.has(n))
    // What is left are no controllers: kubelets and what belongs to them, the network, the recorder of events.
    expect(names.filter(n => /controller|set$|job|claim|volume|quota|scal|disruption|endpoint|account|namespace/.test(n))).toEqual([])
  })

  it('counts every kind of object that is stored', () => {
    const stored = resources.filter(r => r.group !== 'podium.local').map(r => r.plural)
    expect(stored.filter(plural => !KINDS.includes(plural))).toEqual([])
  })
})

describe('a StatefulSet on the stage', () => {
  const pods = [zk(0), zk(1), zk(2)]
  const whole = () => world([set, first, ...claims, ...pods], [...runRows(pods), attached(0), attached(1), attached(2)])

  it('has each disk beside its pod, tethered to it', () => {
    const { scene: s } = draw(whole())
    expect(s.disks).toHaveLength(3)
    for (const d of s.disks) {
      const [p] = named(s, `zk-${d.full.at(-1)}`)
      expect(d.tether).toBe('sure')
      expect(d.y + d.h / 2).toBeCloseTo((p?.y ?? 0) + (p?.h ?? 0) / 2)
      expect(d.x - d.reach).toBeCloseTo((p?.x ?? 0) + (p?.w ?? 0))
    }
    expect(s.disks[0]?.label).toContain('stage.label.disk datadir-zk-0 20Gi')
    expect(s.disks[0]?.subject).toBe('persistentvolumeclaims default/datadir-zk-0')
  })

  it('keeps the disk where it is when the pod goes, and the place for the pod that comes back', () => {
    const mirror = whole()
    const before = draw(mirror)
    mirror.take({ ...batch(10, []), objects: [{ plural: 'pods', key: 'default/zk-1' }], rows: [{ table: 'processes', key: 'uid-zk-1' }] })
    const gone = draw(mirror, {}, before.memory)
    const at = (s: Scene) => s.disks.map(({ id, x, y, w, h }) => [id, x, y, w, h])
    expect(at(gone.scene)).toEqual(at(before.scene))
    expect(gone.scene.disks.find(d => d.id === 'disk pv-1')?.tether).toBe('unsure')
    mirror.take(batch(20, [pod('other', { node: 'node-2' }), { ...zk(1), metadata: { ...zk(1).metadata, uid: 'uid-new' } }]))
    const back = draw(mirror, {}, gone.memory)
    const place = ({ x, y }: { x: number; y: number }) => [x, y]
    expect(named(back.scene, 'zk-1').map(place)).toEqual(named(before.scene, 'zk-1').map(place))
  })

  it('keeps a detached disk where it was last, and puts one that was never anywhere into the tray', () => {
    const mirror = whole()
    const before = draw(mirror)
    mirror.take({ ...batch(10, []), objects: [{ plural: 'pods', key: 'default/zk-1' }], rows: [{ table: 'attachments', key: 'pv-1' }] })
    const there = draw(mirror, {}, before.memory).scene.disks.find(d => d.id === 'disk pv-1')
    expect(there).toMatchObject({ tether: 'none', x: before.scene.disks.find(d => d.id === 'disk pv-1')?.x })
    const fresh = draw(world([set, ...claims])).scene
    expect(fresh.disks).toHaveLength(3)
    for (const d of fresh.disks) expect(d.y).toBeLessThan(fresh.tray.y + fresh.tray.h)
  })

  it('draws a missing ordinal as a ghost with its name', () => {
    const { scene: s } = draw(world([set, first, ...claims, zk(0), zk(2)], [attached(0), attached(1), attached(2)]))
    const ghost = s.pods.find(p => p.state === 'ghost')
    expect(ghost).toMatchObject({ place: 'tray', name: 'zk-1', owner: 'sts', subject: 'statefulsets default/zk' })
    expect(ghost?.label).toContain('zk-1')
    expect(card(s, 'statefulset')).toMatchObject({ pill: 'stage.pill.missing 1' })
    expect(card(s, 'statefulset')?.rows[0]?.pips?.map(p => p.state)).toEqual(['on', 'want', 'on'])
  })

  it('dots the tether on a node without power, and waits for who cannot be known to be gone', () => {
    const silent = node('node-2', { ready: 'Unknown' })
    const lost = [zk(0), zk(1, { deleted: true, ready: false }), zk(2)]
    const running = runRows([zk(0), zk(2)])
    const { scene: s } = draw(
      world([silent, set, first, ...claims, ...lost], [...running, attached(0), attached(1), attached(2)], machines('node-2')),
    )
    expect(s.disks.find(d => d.id === 'disk pv-1')?.tether).toBe('unsure')
    expect(card(s, 'statefulset')).toMatchObject({ pill: 'stage.pill.waits' })
  })

  it('draws both when one was forgotten by force: the old one runs on without an object, at its disk', () => {
    const old = zk(1)
    const young = { ...zk(1, { node: 'node-3', ready: false, phase: 'Pending', waiting: 'ContainerCreating' }) }
    const born = { ...young, metadata: { ...young.metadata, uid: 'uid-young' } }
    const rows = [...runRows([zk(0), old, zk(2)]), attached(0), attached(1), attached(2)]
    const { scene: s } = draw(world([set, first, ...claims, zk(0), born, zk(2)], rows, machines('', 'node-2')))
    const [a, b] = [...named(s, 'zk-1')].sort((x, y) => (x.node ?? '').localeCompare(y.node ?? ''))
    expect(a).toMatchObject({ node: 'node-2', state: 'forgotten', owner: 'sts', label: 'stage.label.forgotten zk-1 node-2' })
    expect(b).toMatchObject({ node: 'node-3', state: 'starting' })
    const disk = s.disks.find(d => d.id === 'disk pv-1')
    expect(disk?.y).toBe(a?.y)
    expect(disk?.tether).toBe('unsure')
  })

  it('shows its revisions as shades, place by place', () => {
    const rolled = statefulSet('zk', { replicas: 3, update: 'zk-b' })
    const second = controllerRevision('StatefulSet', 'zk', 'b', 2)
    const mixed = [zk(0), zk(1), zk(2, { labels: { 'controller-revision-hash': 'zk-b' } })]
    const { scene: s } = draw(world([rolled, first, second, ...mixed], runRows(mixed)))
    expect(mixed.map(p => named(s, p.metadata.name)[0]?.shade)).toEqual(['r1', 'r1', 'r2'])
    expect(card(s, 'statefulset')?.rows[0]?.pips?.map(p => p.shade)).toEqual(['r1', 'r1', 'r2'])
    expect(card(s, 'statefulset')?.pill).toBe('stage.pill.toGo 2')
  })
})

describe('a DaemonSet on the stage', () => {
  const daemon = (name: string, n: number) => pod(`${name}-${n}`, { owner: { kind: 'DaemonSet', name }, node: `node-${n}`, ready: true })

  it('stands at the same corner of every node, several side by side, their names readable', () => {
    const pods = [1, 2, 3].flatMap(n => [daemon('daemons', n), daemon('log-collector', n)])
    const { scene: s } = draw(world([daemonSet('daemons'), daemonSet('log-collector'), ...pods], runRows(pods)))
    const corners = s.pods.filter(p => p.place === 'corner')
    expect(corners).toHaveLength(6)
    for (const name of ['daemons', 'log-collector']) {
      const offsets = corners.filter(p => p.full.startsWith(name)).map(p => p.x - (s.nodes.find(n => n.name === p.node)?.x ?? 0))
      expect(new Set(offsets.map(Math.round)).size).toBe(1)
    }
    expect(corners.map(p => p.name)).toContain('daemons')
  })

  it('leaves the ghost of one in the corner where it is missing', () => {
    const { scene: s } = draw(world([daemonSet('daemons'), daemon('daemons', 1), daemon('daemons', 3)]))
    const ghost = s.pods.find(p => p.state === 'ghost')
    expect(ghost).toMatchObject({ place: 'corner', node: 'node-2', name: 'daemons', owner: 'ds' })
    expect(card(s, 'daemonset')).toMatchObject({ pill: 'stage.pill.missing 1' })
  })
})

describe('a Job on the stage', () => {
  const worker = (i: number, o: object = {}) =>
    pod(`tiles-${i}-x`, {
      owner: { kind: 'Job', name: 'tiles' },
      node: NODES[i % 3] as string,
      annotations: { 'batch.kubernetes.io/job-completion-index': String(i) },
      ready: true,
      ...o,
    })
  const spec = { completions: 48, parallelism: 6, completionMode: 'Indexed' }

  it('has one cell an index on its card', () => {
    const j = aJob('tiles', spec, { completedIndexes: '0-2', failedIndexes: '4', succeeded: 3 })
    const { scene: s } = draw(world([j, worker(3)], runRows([worker(3)])))
    const pips = card(s, 'job')?.rows[0]?.pips?.map(p => p.state) ?? []
    expect(pips).toHaveLength(48)
    expect(pips.slice(0, 6)).toEqual(['on', 'on', 'on', 'run', 'bad', 'want'])
    expect(card(s, 'job')?.pill).toBe('stage.pill.toGo 45')
  })

  it('puts ended work aside, small, so that what runs keeps its room', () => {
    const ended = Array.from({ length: 60 }, (_, i) => worker(i, { phase: i % 7 ? 'Succeeded' : 'Failed', ready: false }))
    const running = Array.from({ length: 6 }, (_, i) => worker(60 + i))
    const { scene: s } = draw(
      world([aJob('tiles', { ...spec, completions: 480 }, { succeeded: 60 }), ...ended, ...running], runRows(running)),
    )
    const alone = draw(world([aJob('tiles', { ...spec, completions: 480 }), ...running], runRows(running))).scene
    const big = (x: Scene) => x.pods.filter(p => p.state === 'ready').map(p => [p.id, p.x, p.y, p.w, p.h])
    expect(big(s)).toEqual(big(alone))
    for (const n of s.nodes) {
      expect(n.more).toBe(0)
      const aside = s.pods.filter(p => p.node === n.name && p.state !== 'ready')
      expect(aside.length + n.aside).toBe(20)
      for (const p of aside) expect(p.y).toBeGreaterThan(n.y + n.h - 56)
    }
  })

  it('takes no process that has ended for a forgotten one', () => {
    const w = worker(1)
    const ended = { ...run(w), containers: run(w).containers.map(c => ({ ...c, finishedAt: 5 })) }
    const at = (row: object) => draw(world([aJob('tiles', spec)], [{ table: 'processes', key: w.metadata.uid, row }])).scene.pods
    expect(at(ended).map(p => p.state)).not.toContain('forgotten')
    expect(at(run(w)).map(p => p.state)).toContain('forgotten')
  })
})

describe('a zone', () => {
  it('says how many nodes it has, and what has become of them', () => {
    const zoned = NODES.map((n, i) => node(n, { zone: i ? 'zone-b' : 'zone-a' }))
    const at = (off: string[], cut: string[] = []) =>
      draw(
        mirrorOf(
          batch(
            0,
            zoned,
            NODES.map(n => ({
              table: 'machines',
              key: n,
              row: machine(n, off.includes(n) ? 'off' : 'on', cut.includes(n) ? 'cut' : 'up'),
            })),
          ),
        ),
      ).scene.zones.map(z => z.label)
    expect(at([])).toEqual(['stage.label.zone zone-a 1 ', 'stage.label.zone zone-b 2 '])
    expect(at(['node-2', 'node-3'])[1]).toBe('stage.label.zone zone-b 2 stage.zone.noPower')
    expect(at([], ['node-2', 'node-3'])[1]).toBe('stage.label.zone zone-b 2 stage.zone.cutOff')
    expect(at(['node-2'], ['node-3'])[1]).toBe('stage.label.zone zone-b 2 stage.zone.lost')
    expect(at(['node-2'])[1]).toBe('stage.label.zone zone-b 2 stage.zone.someOff 1')
  })
})

describe('an autoscaler that cannot measure', () => {
  const hpa = (active: string, desired: number) =>
    ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'default', uid: 'uid-hpa', resourceVersion: '1', creationTimestamp: '' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
      status: { currentReplicas: 3, desiredReplicas: desired, conditions: [{ type: 'ScalingActive', status: active }] },
    }) as unknown as ApiObject
  const pill = (active: string, desired: number) =>
    card(draw(world([hpa(active, desired)]), { pinned: 'horizontalpodautoscaler' }).scene, 'horizontalpodautoscaler')?.pill

  it('wants nothing, though its status says 0', () => {
    expect(pill('False', 0)).toBe('')
    expect(pill('True', 2)).toBe('stage.pill.tooMany 1')
  })
})

describe('the floor of one pattern alone', () => {
  it('says that nobody can ask only where clients are to be expected', () => {
    const empty = (only?: string) => draw(world([]), { only }).scene.floor.empty
    expect([empty(), empty('dep'), empty('sts')]).toEqual(Array.from({ length: 3 }, () => 'stage.floor.noService'))
    expect([empty('ds'), empty('job')]).toEqual(['', ''])
  })
})

describe('a StatefulSet of more pods than there are places told', () => {
  const pods = Array.from({ length: 600 }, (_, n) => zk(n, { claims: [] }))
  const many = statefulSet('zk', { replicas: 600, update: 'zk-a' })
  it('is level when all are ready, and not before', () => {
    expect(card(draw(world([many, first, ...pods])).scene, 'statefulset')?.pill).toBe('')
    expect(card(draw(world([many, first, ...pods.slice(0, 590)])).scene, 'statefulset')?.pill).toBe('stage.pill.notReady 10')
  })
})
