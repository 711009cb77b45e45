// Every state of everything, in both themes side by side, as in the visual direction's gallery.
import type { ReactNode } from 'react'
import type { CardDrawing, NodeDrawing, Owner, PipRow, PodState, Shade } from '../scene/index.ts'
import { Arc, Card, Disk, Door, NodeBox, NodeFront, Patterns, Pod, type PodProps, Request } from '../stage/index.ts'

const column = (i: number) => 40 + i * 180
const left = (share: number, seconds: number) => ({ from: -(seconds * 1000) / share + seconds * 1000, until: seconds * 1000 })
const half = { from: 0, until: 0, a: 0.55, b: 0.55 }

const states: readonly [PodProps, string, string][] = [
  [{ state: 'ghost', name: 'missing', word: 'not created yet' }, 'desired, missing', 'dotted, plus'],
  [{ state: 'pending', name: 'm2z5h', word: 'Pending' }, 'no node yet', 'outline only, clock'],
  [{ state: 'starting', name: 'j4v6x', word: 'ContainerCreating', sweep: half }, 'starting', 'fill sweeps in'],
  [{ state: 'notready', name: 'f8q3s', word: 'Running 0/1', arc: left(0.64, 3) }, 'not ready', 'hatched, probe arc'],
  [{ state: 'ready', name: 'k9d2m', word: 'Running' }, 'ready', 'solid, lamp on'],
  [{ state: 'terminating', name: 't6w9d', word: 'Terminating', arc: left(0.4, 12) }, 'terminating', 'dashed, faded, grace arc'],
  [{ state: 'crash', name: 'q7x3b', word: 'CrashLoopBackOff', arc: left(0.6, 24) }, 'crash, back-off', 'cracked, arc'],
  [{ state: 'nopull', name: 'p4w8n', word: 'ImagePullBackOff', arc: left(0.3, 13) }, 'no image', 'whole, empty, arc'],
  [{ state: 'failed', name: 'v3h9r', word: 'Error' }, 'failed', 'cross'],
  [{ state: 'done', name: 'tile-7', word: 'Completed', owner: 'job' }, 'succeeded', 'empty, check'],
  [{ state: 'believed', name: 'h2m5v', word: 'API: Running' }, 'believed, not real', 'shell without a body'],
  [{ state: 'parted', name: 'y8s2k', word: 'API: Running' }, 'real, cut off', 'shell beside the body'],
  [{ state: 'parted', name: 'y8s2k', word: 'Terminating', dashed: true }, 'cut off, deleted', 'runs on, shell dashed'],
  [{ state: 'ready', name: 'b2c6d', word: 'Running, 3 restarts' }, 'ready, restarted', 'count beside the word'],
  [{ state: 'notready', name: 'u5k9e', word: 'Running 0/1', selected: true }, 'selected', 'ring of light'],
]

const Title = ({ y, children }: { y: number; children: ReactNode }) => (
  <text x={40} y={y} style={{ fontSize: 20, fontWeight: 640 }}>
    {children}
  </text>
)
const Caption = ({ x, y, a, b = '' }: { x: number; y: number; a: string; b?: string }) => (
  <>
    <text x={x} y={y} style={{ fontSize: 15 }}>
      {a}
    </text>
    <text x={x} y={y + 19} className="t-min">
      {b}
    </text>
  </>
)
const At = ({ x, y, children }: { x: number; y: number; children: ReactNode }) => <g transform={`translate(${x} ${y})`}>{children}</g>

const aNode = (o: Partial<NodeDrawing>): NodeDrawing => ({
  x: 0,
  y: 0,
  w: 200,
  h: 132,
  name: 'node-1',
  subject: '',
  state: 'ready',
  cordoned: false,
  unknown: false,
  note: '',
  noteX: 88,
  chips: [],
  reality: '',
  footX: 0,
  aside: 0,
  used: 0.4,
  capacity: '',
  roomy: true,
  arcText: false,
  kubelet: false,
  beat: '',
  more: 0,
  moreX: 0,
  label: '',
  ...o,
})
const nodes: readonly [NodeDrawing, PodState, string, string][] = [
  [aNode({}), 'ready', 'ready', 'riser: capacity taken'],
  [aNode({ name: 'node-6', cordoned: true, noteX: 112 }), 'ready', 'cordoned', 'hatched, lock; not red'],
  [aNode({ name: 'node-5', state: 'lost', note: 'API: Ready', reality: 'no power' }), 'believed', 'power lost', 'unlit; shells lifted off'],
  [aNode({ name: 'node-2', state: 'parted', note: 'NotReady', roomy: false }), 'parted', 'partitioned', 'lit, cut, shells beside'],
]
const aCard = (title: string, rows: PipRow[], o: Partial<CardDrawing> = {}): CardDrawing => ({
  x: 0,
  y: 0,
  w: 212,
  h: 148,
  actor: title,
  subject: '',
  title,
  of: '',
  rows,
  caption: [],
  pill: '',
  queue: 0,
  queueWord: 'queue',
  acting: false,
  label: '',
  ...o,
})
const row = (owner: Owner, on: number, want: number): PipRow => ({ owner, shade: 'r2', on, want, note: '' })

function Half({ theme }: { theme: string }) {
  return (
    <svg
      width={960}
      height={1600}
      className="stage"
      data-size="wide"
      data-theme={theme}
      style={{ background: 'var(--paper)', float: 'left' }}
    >
      <title>{theme}</title>
      <Patterns>
        <Title y={44}>Pod states</Title>
        {states.map(([props, a, b], i) => {
          const [x, y] = [column(i % 5), 68 + Math.floor(i / 5) * 124]
          return (
            <g key={a}>
              <At x={x} y={y}>
                <Pod w={160} {...props} />
              </At>
              <Caption x={x} y={y + 84} a={a} b={b} />
            </g>
          )
        })}
        <Title y={466}>Shade is the revision</Title>
        {(['r1', 'r2', 'r3'] as Shade[]).map((shade, i) => (
          <At key={shade} x={column(i)} y={486}>
            <Pod w={160} shade={shade} name="a4f7k" word="Running" />
          </At>
        ))}
        <Title y={620}>Silhouette and hue are the pattern</Title>
        {(['dep', 'sts', 'ds', 'job', 'bare'] as Owner[]).map((owner, i) => (
          <At key={owner} x={column(i)} y={640}>
            <Pod w={160} owner={owner} name={['x2r6k', 'zk-0', 'daemon', 'tile-31', 'lonely'][i] ?? ''} word="Running" />
          </At>
        ))}
        <Title y={784}>Nodes</Title>
        {nodes.map(([n, state, a, b], i) => (
          <g key={a}>
            <At x={40 + i * 226} y={808}>
              <NodeBox node={n} size="wide" />
              <NodeFront node={n} size="wide" />
              <At x={14} y={44}>
                <Pod w={150} h={52} state={state} name="k9d2m" word={state === 'ready' ? 'Running' : 'API: Running'} />
              </At>
            </At>
            <Caption x={40 + i * 226} y={968} a={a} b={b} />
          </g>
        ))}
        <Title y={1034}>Volumes and Services</Title>
        {[0.55, 0.08].map((data, i) => (
          <At key={data} x={column(i)} y={1056}>
            <Disk w={130} h={56} name="datadir-zk-0" data={data} />
          </At>
        ))}
        <At x={column(3) + 32} y={1052}>
          <Door w={120} h={62} name="nginx" port=":80" />
        </At>
        <At x={column(4) + 20} y={1052}>
          <Door w={120} h={62} name="nginx" port=":80" barred />
        </At>
        <Title y={1202}>Requests and timers</Title>
        {(['served', 'refused', 'late', 'fly'] as const).map((shape, i) => (
          <Request key={shape} shape={shape} x={50 + i * 90} y={1230} r={8} />
        ))}
        {[
          [0.9, 45],
          [0.4, 12],
          [0.6, 24],
          [0.15, 7],
        ].map(([share = 0, s = 0], i) => (
          <Arc
            key={s}
            arc={left(share, s)}
            cx={600 + i * 84}
            cy={1236}
            r={18}
            label="inside"
            {...(i === 2 ? { tone: 'bad' as const } : i === 3 ? { tone: 'late' as const } : {})}
          />
        ))}
        <Title y={1300}>Controllers</Title>
        <line x1={40} y1={1322} x2={920} y2={1322} className="truss" />
        {[
          aCard('ReplicaSet', [row('dep', 3, 1)], { caption: ['wants 4, sees 3'], pill: '1 missing', queue: 2, acting: true }),
          aCard('StatefulSet', [row('sts', 1, 2)], { caption: ['waiting for zk-1', 'to be ready'], pill: '2 missing' }),
          aCard('Job', [row('job', 3, 0)], { caption: ['nothing to do'] }),
        ].map((card, i) => (
          <At key={card.actor} x={264 + i * 228} y={1340}>
            <Card card={card} size="wide" drop={18} />
          </At>
        ))}
        <text x={40} y={1400} className="t-body">
          S and XS
        </text>
        {states.map(([props, a], i) => (
          <g key={a}>
            <At x={40 + (i % 4) * 50} y={1416 + Math.floor(i / 4) * 34}>
              <Pod {...props} density="S" w={44} h={28} />
            </At>
            <At x={40 + i * 14} y={1560}>
              <Pod {...props} density="XS" w={10} h={10} />
            </At>
          </g>
        ))}
        {states.map(([props, a], i) => (
          <At key={a} x={264 + (i % 6) * 112} y={1510 + Math.floor(i / 6) * 34}>
            <Pod {...props} density="M" w={104} h={29} />
          </At>
        ))}
      </Patterns>
    </svg>
  )
}

export const Gallery = () => (
  <>
    <Half theme="light" />
    <Half theme="dark" />
  </>
)
