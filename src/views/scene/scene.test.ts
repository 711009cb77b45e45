import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ApiObject, Pod } from '../../kube/index.ts'
import type { Mirror } from '../../session/index.ts'
import { batch, code, deployment, machine, mirrorOf, node, pod, replicaSet, runRows, timer, timerRows } from '../testing/cluster.ts'
import { ROLLOUT_NOW, rolloutMirror } from '../testing/rollout.ts'
import type { Memory } from './memory.ts'
import { scene } from './scene.ts'
import type { Rect, Scene, SceneOptions } from './types.ts'

const WIDE = { width: 1192, height: 872 }
const MID = { width: 924, height: 572 }
const PHONE = { width: 390, height: 480 }
const draw = (mirror: Mirror, viewport = WIDE, options: Partial<SceneOptions> = {}, memory?: Memory) =>
  scene(mirror, viewport, { say: code, ...options }, memory)
const zones = ['zone-a', 'zone-b', 'zone-c']
const nodesOf = (count: number) => Array.from({ length: count }, (_, i) => node(`node-${i + 1}`, { zone: zones[i % 3] as string }))
const machines = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ table: 'machines' as const, key: `node-${i + 1}`, row: machine(`node-${i + 1}`) }))
const owner = { kind: 'ReplicaSet', name: 'web-1' }
const web = (suffix: string, o: object = {}): Pod => pod(`web-1-${suffix}`, { owner, ready: true, ...o })

const overlap = (a: Rect, b: Rect) => a.x < b.x + b.w - 0.01 && b.x < a.x + a.w - 0.01 && a.y < b.y + b.h - 0.01 && b.y < a.y + a.h - 0.01
const inside = (a: Rect, b: Rect) =>
  a.x >= b.x - 0.01 && a.y >= b.y - 0.01 && a.x + a.w <= b.x + b.w + 0.01 && a.y + a.h <= b.y + b.h + 0.01

describe('the picture as it was drawn', () => {
  const { scene: s } = draw(rolloutMirror())
  const rect = ({ x, y, w, h }: Rect) => [x, y, w, h]

  it('has its measures at 1192 × 872', () => {
    expect(rect(s.cards[0] as Rect)).toEqual([24, 44, 212, 148])
    expect(rect(s.store as Rect)).toEqual([480, 44, 232, 148])
    expect(s.nodes.map(rect).slice(0, 3)).toEqual([
      [24, 312, 364, 204],
      [414, 312, 364, 204],
      [804, 312, 364, 204],
    ])
    expect(rect(s.nodes[3] as Rect)).toEqual([24, 538, 364, 204])
    expect(s.floor.door).toMatchObject({ x: 335, y: 770, w: 132, h: 92 })
    expect(s.scale).toBe(1)
  })

  it('places the pods where it placed them', () => {
    const at = (suffix: string) => rect(s.pods.find(p => p.name === suffix) as Rect)
    expect(at('a4f7k')).toEqual([42, 358, 158, 60])
    expect(at('k9d2m')).toEqual([212, 358, 158, 60])
    expect(at('g3t8w')).toEqual([42, 428, 158, 60])
  })

  it('counts desired and observed on the cards, and says the difference', () => {
    const card = (actor: string) => s.cards.find(c => c.actor === actor)
    expect(card('deployment')).toMatchObject({ rows: [{ on: 6, want: 6, shade: 'r2' }], pill: 'stage.pill.toGo 6', acting: true })
    expect(card('replicaset')).toMatchObject({
      rows: [
        { on: 9, want: 1, shade: 'r2', note: '1.9.1' },
        { on: 5, want: 0, shade: 'r1', note: '1.7.9' },
      ],
      pill: 'stage.pill.missing 1',
      queue: 2,
    })
    expect(card('scheduler')).toMatchObject({ rows: [{ on: 0, want: 1 }], pill: 'stage.pill.unbound 1' })
    expect(card('nodelifecycle')).toMatchObject({ rows: [{ on: 5, want: 1 }], pill: 'stage.pill.silent 1' })
    expect(card('nodelifecycle')?.caption.join(' ')).toContain('node-5 31 50')
  })

  it('has one card that acts, and its beam reaches the pod it waits for', () => {
    expect(s.cards.filter(c => c.acting)).toHaveLength(1)
    expect(s.beam?.inside).toBe('node-4')
  })

  it('says on the lost node what the API believes and what is, and when it will be Unknown', () => {
    const lost = s.nodes.find(n => n.name === 'node-5')
    expect(lost).toMatchObject({ state: 'lost', note: 'stage.node.believed Ready' })
    expect(lost?.reality).toMatch(/^stage.node.noPow/)
    expect(lost?.arc).toMatchObject({ until: ROLLOUT_NOW + 19_000 })
    expect(s.nodes.find(n => n.name === 'node-6')).toMatchObject({ cordoned: true, note: 'SchedulingDisabled', used: 0.125 })
  })

  it('draws the missing pod as a ghost beside the one that waits', () => {
    const tray = s.pods.filter(p => p.place === 'tray')
    expect(tray.map(p => p.state).sort()).toEqual(['ghost', 'pending'])
    expect(s.tray.thread).toBeDefined()
  })
})

describe('the header of a node', () => {
  const taints = [{ key: 'example.com/dedicated', value: 'accelerators', effect: 'NoSchedule' }]
  const headOf = (spec: object, width: number) => {
    const all = [node('node-1', { zone: 'zone-a', ...spec }), ...nodesOf(3).slice(1)]
    return draw(mirrorOf(batch(0, all, machines(3))), { width, height: 872 }).scene.nodes[0]
  }
  const chips = (spec: object, width: number) => headOf(spec, width)?.chips.map(c => c.text)

  it('tells a taint in the longest form that fits: its effect is the last to be left out', () => {
    expect(chips({ taints }, 1192)).toEqual(['dedicated:NoSchedule'])
    expect(chips({ taints: [{ ...taints[0], value: 'gpu' }] }, 1500)).toEqual(['dedicated=gpu:NoSchedule'])
    expect(chips({ taints: [{ ...taints[0], key: 'reserved-for-the-accounting-department' }] }, 1192)).toEqual(['NoSchedule'])
  })

  it('tells taints before labels', () => {
    expect(chips({ taints, labels: { color: 'red' } }, 1192)?.[0]).toMatch(/^dedicated/)
  })
})

describe('the capacity of a node', () => {
  const capacities = (objects: ApiObject[]) =>
    draw(mirrorOf(batch(0, [...nodesOf(3), ...objects], machines(3)))).scene.nodes.map(n => n.capacity)

  it('counts what sidecars ask for as well', () => {
    const sidecar = { name: 's', image: 'x', restartPolicy: 'Always', resources: { requests: { cpu: '250m' } } }
    const plain = pod('a', { node: 'node-1', cpu: '500m' })
    const beside = { ...plain, spec: { ...plain.spec, initContainers: [sidecar] } } as ApiObject
    expect(capacities([plain])[0]).toBe('stage.node.cpu 0.5 4')
    expect(capacities([beside])[0]).toBe('stage.node.cpu 0.75 4')
  })
})

describe('a node without a Node', () => {
  const one = [node('node-1', { zone: 'zone-a' }), deployment('web'), replicaSet('web-1', { owner: 'web' }), web('a', { node: 'node-1' })]
  const draw2 = (objects: ApiObject[], rows: Parameters<typeof batch>[2] = machines(2)) =>
    draw(mirrorOf(batch(1000, [...one, ...objects], rows))).scene
  const bound = web('b', { node: 'node-2' })

  it('is drawn as long as the API believes in a pod there: believed is the pod, not the node', () => {
    const s = draw2([bound], [...machines(2), ...runRows([bound])])
    const gone = s.nodes.find(n => n.name === 'node-2')
    expect(gone).toMatchObject({ unknown: true, state: 'ready', note: 'stage.node.unregistered', capacity: '', kubelet: false })
    expect(gone?.reality).toMatch(/^stage.node.runsOn/)
    expect(s.pods.filter(p => p.node === 'node-2').map(p => p.state)).toEqual(['ready'])
    expect(s.pods.filter(p => p.state !== 'ghost')).toHaveLength(2)
  })

  it('is drawn as long as something runs there that has no object', () => {
    const s = draw2([], [...machines(2), ...runRows([bound])])
    expect(s.nodes.map(n => n.name)).toEqual(['node-1', 'node-2'])
    expect(s.pods.find(p => p.node === 'node-2')?.state).toBe('forgotten')
  })

  it('is no longer drawn when no pod is left there', () => {
    expect(draw2([]).nodes.map(n => n.name)).toEqual(['node-1'])
  })

  it('that never was, or whose machine went with it, is drawn with the pod that is believed there', () => {
    const s = draw2([web('b', { node: 'nosuch' })])
    expect(s.pods.find(p => p.node === 'nosuch')?.state).toBe('believed')
    const gone = s.nodes.find(n => n.name === 'nosuch')
    expect(gone).toMatchObject({ unknown: true, state: 'lost' })
    expect(gone?.reality).toMatch(/^stage.node.noMachine/)
  })

  it('tells when its pods are removed, and stands in the zone of its machine', () => {
    const rows = machines(2).map(r => ({ ...r, row: { ...r.row, zone: zones[1] as string } }))
    const s = draw2([bound], [...rows, ...timerRows([timer('nodes node-2', 'orphans', 0, 40_000)])])
    expect(s.nodes.find(n => n.name === 'node-2')?.arc).toMatchObject({ until: 40_000, text: 'stage.node.removedIn' })
    expect(s.zones.map(z => z.name)).toEqual(['zone-a', 'zone-b'])
  })
})

describe('nothing overlaps', () => {
  const layouts = fc.record({
    count: fc.integer({ min: 1, max: 14 }),
    pods: fc.integer({ min: 0, max: 200 }),
    pending: fc.integer({ min: 0, max: 60 }),
    seed: fc.nat(),
    width: fc.integer({ min: 320, max: 2600 }),
    height: fc.integer({ min: 420, max: 1600 }),
  })

  function crowd({ count, pods, pending, seed }: { count: number; pods: number; pending: number; seed: number }): Mirror {
    const all: ApiObject[] = [
      deployment('web', { replicas: pods + pending }),
      replicaSet('web-1', { owner: 'web', replicas: pods + pending }),
    ]
    // A spread that is not even, but as uneven as schedulers get.
    for (let i = 0; i < pods; i++) all.push(web(`p${i}`, { node: `node-${((i * 7 + (seed % 5) * (i % 3)) % count) + 1}` }))
    for (let i = 0; i < pending; i++) all.push(web(`w${i}`, { ready: false }))
    return mirrorOf(batch(1000, [...nodesOf(count), ...all], machines(count)))
  }

  it('with 1 to 14 nodes, up to 200 pods and any size of stage', () => {
    fc.assert(
      fc.property(layouts, layout => {
        const { scene: s } = draw(crowd(layout), layout)
        expect(faults(s)).toEqual([])
      }),
      { numRuns: 80 },
    )
  })

  /** What is wrong with a scene, in words. */
  function faults(s: Scene): string[] {
    const out: string[] = []
    const apart = (what: string, rects: readonly Rect[]) =>
      rects.forEach((r, i) => {
        for (let j = i + 1; j < rects.length; j++) if (overlap(r, rects[j] as Rect)) out.push(`${what} ${i} and ${j} overlap`)
      })
    const stage: Rect = { x: 0, y: 0, w: s.width, h: s.height }
    const boxes = [...s.cards, ...(s.store ? [s.store] : []), ...s.nodes]
    apart('boxes', boxes)
    for (const b of boxes) if (b.x < 0 || b.x + b.w > s.width + 0.01) out.push(`a box leaves the stage at ${b.x}`)
    for (const n of s.nodes) {
      const mine = s.pods.filter(p => p.node === n.name)
      apart(`pods of ${n.name}`, mine)
      for (const p of mine) if (!inside(p, n)) out.push(`${p.full} is not within ${n.name}`)
    }
    const tray = s.pods.filter(p => p.place === 'tray')
    apart('waiting pods', tray)
    for (const p of tray) if (!inside(p, stage)) out.push(`${p.full} leaves the stage`)
    return out
  }

  it('and what found no place is counted', () => {
    const mirror = crowd({ count: 1, pods: 200, pending: 0, seed: 1 })
    const { scene: s } = draw(mirror, { width: 320, height: 420 })
    const more = s.nodes.reduce((n, x) => n + x.more, 0)
    expect(s.pods.filter(p => p.node).length + more).toBe(200)
  })
})

describe('text', () => {
  it('is never set below 13 px: a larger stage is scaled, a smaller one drops content', () => {
    for (const viewport of [WIDE, MID, PHONE, { width: 320, height: 420 }, { width: 712, height: 692 }]) {
      expect(draw(rolloutMirror(), viewport).scene.scale).toBeGreaterThanOrEqual(1)
    }
    expect(draw(rolloutMirror(), { width: 2384, height: 1744 }).scene.scale).toBe(2)
  })

  it('on a pod is name and word on L, the name on M, nothing on S', () => {
    const words = (count: number, pods: number) => {
      const all = Array.from({ length: pods }, (_, i) => web(`p${i}`, { node: 'node-1' }))
      const objects = [
        ...nodesOf(count),
        deployment('web', { replicas: pods }),
        replicaSet('web-1', { owner: 'web', replicas: pods }),
        ...all,
      ]
      const { pods: drawn } = draw(mirrorOf(batch(0, objects, [...machines(count), ...runRows(all)]))).scene
      const [p] = drawn.filter(p => p.place === 'slot')
      return [p?.density, p?.name, p?.word]
    }
    expect(words(3, 3)).toEqual(['L', 'p0', 'Running'])
    expect(words(6, 8)).toEqual(['M', 'p0', ''])
    expect(words(6, 30)).toEqual(['S', '', ''])
    expect(words(6, 150)).toEqual(['XS', '', ''])
  })
})

describe('a name', () => {
  it('for a screen reader begins with kind and name, and says the state', () => {
    const mirror = mirrorOf(
      batch(
        0,
        [
          ...nodesOf(3),
          deployment('web'),
          replicaSet('web-1', { owner: 'web', replicas: 2 }),
          web('a', { node: 'node-2' }),
          web('b', { ready: false }),
        ],
        [...machines(3), ...runRows([web('a', { node: 'node-2' })])],
      ),
    )
    const words: Record<string, string> = {
      'stage.label.pod': 'Pod {name}: {status}, {state}, on {node}',
      'stage.state.ready': 'ready',
    }
    const say: SceneOptions['say'] = (key, args = {}) => (words[key] ?? `${key}`).replace(/\{(\w+)\}/g, (_, n) => String(args[n]))
    const { scene: s } = draw(mirror, WIDE, { say })
    expect(s.pods.find(p => p.name === 'a')?.label).toBe('Pod web-1-a: Running, ready, on node-2')
    for (const p of s.pods) expect(p.label.length).toBeGreaterThan(5)
    for (const n of s.nodes) expect(n.label).toBe('stage.label.node')
    expect(s.cards.every(c => c.label.includes(': '))).toBe(true)
  })
})

describe('timers of a lost node', () => {
  const lost = (unknown: boolean) =>
    mirrorOf(
      batch(
        100_000,
        [
          ...nodesOf(2),
          node('node-3', { zone: 'zone-c', ready: unknown ? 'Unknown' : 'True' }),
          deployment('web'),
          replicaSet('web-1'),
          web('a', { node: 'node-3' }),
        ],
        [
          ...machines(2),
          { table: 'machines', key: 'node-3', row: machine('node-3', 'off') },
          ...timerRows([
            ...(unknown ? [] : [timer('nodes node-3', 'unknown', 60_000, 110_000)]),
            ...(unknown ? [timer('pods default/web-1-a', 'eviction', 100_000, 400_000)] : []),
          ]),
        ],
      ),
    )

  it('run first to Unknown, then to the eviction of its pods', () => {
    expect(draw(lost(false)).scene.nodes[2]).toMatchObject({
      note: 'stage.node.believed Ready',
      arc: { until: 110_000, text: 'stage.node.unknownIn' },
    })
    const after = draw(lost(true)).scene
    expect(after.nodes[2]).toMatchObject({ note: 'stage.node.believed NotReady', arc: { until: 400_000, text: 'stage.node.evictedIn' } })
    expect(after.cards.map(c => c.actor)).toContain('tainteviction')
  })

  it('point the beam at the silent node, and no longer once it is called Unknown', () => {
    expect(draw(lost(false)).memory.beam).toMatchObject({ actor: 'nodelifecycle', target: 'node node-3' })
    expect(draw(lost(true)).memory.beam?.actor).not.toBe('nodelifecycle')
  })
})
