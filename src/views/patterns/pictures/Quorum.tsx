// The ensemble: its members as the stage draws them, the links over which they agree, and their disks with the last write that lies there. A member of
// whom nobody hears is "maybe alive": that is all the others can say. Two processes of one name stand behind each other.
import { Disk } from '../../stage/kit/Disk.tsx'
import { Patterns } from '../../stage/kit/Patterns.tsx'
import { Pod } from '../../stage/kit/Pod.tsx'
import { useWords } from '../../words/index.ts'
import { shadeOf } from '../../workloads/index.ts'
import type { Identities, Identity } from '../statefulset.ts'

/** More members than this stand as a row of places. */
const MOST = 7

interface Spot {
  readonly x: number
  readonly y: number
}

/** Taller it says no more. */
const TALLEST = 250

export function QuorumPicture({ width, height: room, found }: { width: number; height: number; found: Identities }) {
  const height = Math.min(room, TALLEST)
  const t = useWords()
  const { identities, quorum } = found
  const shown = identities.slice(0, MOST)
  const w = Math.min(116, (width - (width < 300 ? 6 : 10) * shown.length) / Math.max(1, shown.length))
  // Too narrow for a name: it stands above.
  const narrow = w < 60
  const tall = height >= 170
  const low = height < 130
  const h = tall ? 48 : 28
  const disks = height >= 88 && w >= 36
  const diskY = height - (tall ? 58 : 48)
  const spots = spotsOf(
    shown,
    width,
    w,
    h,
    disks ? diskY - (tall ? 16 : 2) : height,
    (low ? 2 : tall ? 26 : 20) + (narrow && tall ? 20 : 0),
  )
  const label =
    quorum && !quorum.alone
      ? t(quorum.writes ? 'four.sts.quorum' : 'four.sts.noQuorum', { votes: quorum.votes, voters: quorum.voters })
      : ''
  const members = shown.map(
    i => `${i.name}: ${wordOf(i, t)}${i.writes === undefined ? '' : `, ${t('four.sts.write', { writes: i.writes })}`}`,
  )
  return (
    <svg width={width} height={height} role="img" aria-label={t('four.sts.picture', { members: members.join('; '), quorum: label })}>
      <Patterns>
        <Links shown={shown} spots={spots} w={w} h={h} />
        {label && !low && (
          <text x={width / 2} y={tall ? 16 : 14} className="pt-m mid">
            {label}
          </text>
        )}
        {shown.map((i, n) => {
          const at = spots[n] as Spot
          return (
            <g key={i.name}>
              {disks && (
                <path d={`M${at.x} ${at.y + h}V${diskY + 6}`} className={`tether sts${i.doubt || i.real === 0 ? ' unsure' : ''}`} />
              )}
              {i.real > 1 && (
                <g transform={`translate(${at.x - w / 2 + 7} ${at.y - 8})`}>
                  <Pod w={w} h={h} density="M" owner="sts" shade={shadeOf(i.revision)} state="ready" name="" />
                </g>
              )}
              {narrow && tall && (
                <text x={at.x} y={at.y - 6} className="pt-s mid">
                  {i.name}
                </text>
              )}
              <g transform={`translate(${at.x - w / 2} ${at.y})`}>
                <Member i={i} w={w} h={h} word={wordOf(i, t)} />
              </g>
              {disks && (
                <g transform={`translate(${at.x - w / 2 + 3} ${diskY})`}>
                  <Disk w={w - 6} h={tall ? 40 : 32} name={w >= 60 ? i.name : ''} data={share(i, shown)} owner="sts" />
                </g>
              )}
              {disks && i.writes !== undefined && (
                <text x={at.x} y={height - (tall ? 4 : 2)} className="t-min mid">
                  {w >= 76 ? t('four.sts.write', { writes: i.writes }) : i.writes}
                </text>
              )}
            </g>
          )
        })}
      </Patterns>
    </svg>
  )
}

function Member({ i, w, h, word }: { i: Identity; w: number; h: number; word: string }) {
  const state = i.real === 0 ? (i.doubt ? 'believed' : i.pod ? 'starting' : 'ghost') : i.doubt ? 'parted' : i.ready ? 'ready' : 'notready'
  return (
    <Pod
      w={w}
      h={h}
      density={w < 60 ? 'S' : h >= 44 ? 'L' : 'M'}
      owner="sts"
      shade={shadeOf(i.revision)}
      state={state}
      dashed={Boolean(i.pod?.metadata.deletionTimestamp)}
      name={i.name}
      {...(w < 76 && { nameSize: 14 })}
      word={word}
    />
  )
}

type Say = ReturnType<typeof useWords>
function wordOf(i: Identity, t: Say): string {
  if (i.real > 1) return t('four.sts.two')
  if (i.doubt) return t('four.sts.maybe')
  if (i.role && i.real > 0) return i.role
  if (!i.pod) return t('four.sts.gone')
  return t(i.ready ? 'four.sts.up1' : 'four.sts.starting')
}

/** A disk is as full as it is up to date, never empty. */
function share(i: Identity, all: readonly Identity[]): number {
  const most = Math.max(0, ...all.map(x => x.writes ?? 0))
  if (!most) return i.pod ? 0.5 : 0.3
  return 0.25 + 0.5 * ((i.writes ?? 0) / most)
}

/** Those who vote stand above, the doubtful lower between them; nobody ever changes sides. */
function spotsOf(shown: readonly Identity[], width: number, w: number, h: number, bottom: number, top: number): Spot[] {
  const step = (width - w) / Math.max(1, shown.length - 1)
  const drop = Math.max(0, Math.min(84, bottom - top - h - 6))
  return shown.map((i, n) => ({
    x: shown.length === 1 ? width / 2 : w / 2 + n * step,
    y: top + (i.doubt || i.real === 0 ? drop : Math.min(drop, 4)),
  }))
}

/** Between those who hear each other a strong line, to whom nobody hears a dotted one. */
function Links({ shown, spots, w, h }: { shown: readonly Identity[]; spots: readonly Spot[]; w: number; h: number }) {
  const heard = (i: Identity) => i.reached > 0 && !i.doubt && (i.votes || i.role === undefined)
  const lines: { d: string; strong: boolean }[] = []
  for (let a = 0; a < shown.length; a++) {
    for (let b = a + 1; b < shown.length; b++) {
      const [p, q, s, t] = [shown[a], shown[b], spots[a], spots[b]] as [Identity, Identity, Spot, Spot]
      const strong = heard(p) && heard(q)
      const neighbours = shown.slice(a + 1, b).every(i => !heard(i))
      if (strong && !neighbours) continue
      if (!strong && b - a > 1) continue
      lines.push({ d: `M${s.x + w / 2 - 6} ${s.y + h / 2}L${t.x - w / 2 + 6} ${t.y + h / 2}`, strong })
    }
  }
  return lines.map(l => <path key={l.d} d={l.d} className={l.strong ? 'link' : 'path'} />)
}
