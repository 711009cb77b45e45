// What a member keeps when it is stopped: its data and its log, as a file in its data directory. On a volume it is there for whoever mounts it next, in
// the container it goes with the process. Upstream: ZooKeeper's version-2 snapshots and logs, and their like.
import type { World } from '../../../../engine/index.ts'
import type { Container, Pod } from '../../../../kube/index.ts'
import type { Data, EnsembleKind } from '../../../images/index.ts'
import { attachments, mounted } from '../../../storage/index.ts'
import { kept } from '../../../tables.ts'
import { specOf, workers } from '../../rows.ts'
import { readFile, writeFile } from '../files.ts'
import { type Entry, kindOf, type Row } from './rows.ts'

interface File {
  readonly term: number
  readonly loggedTerm: number
  readonly number: number
  readonly data: Data
  readonly log: readonly Entry[]
}
const NOTHING: File = { term: 0, loggedTerm: 0, number: 0, data: {}, log: [] }

const plain = (path: string) => path.replace(/\/+$/, '')

/** The mount that holds the data: at the directory, above or below it. */
function placeOf(kind: EnsembleKind, c: Container): { path: string; volume?: string } {
  for (const directory of kind.dataDirs) {
    for (const m of c.volumeMounts ?? []) {
      const at = plain(m.mountPath)
      if (at === directory || directory.startsWith(`${at}/`)) return { path: directory, volume: m.name }
      if (at.startsWith(`${directory}/`)) return { path: at, volume: m.name }
    }
  }
  return { path: kind.dataDirs[0] ?? '/data' }
}

const pathOf = (kind: EnsembleKind, c: Container) => `${placeOf(kind, c).path}/${kind.file}`

export function load(world: World, pod: Pod, c: Container, kind: EnsembleKind): File {
  const text = readFile(world, pod.metadata.uid, c.name, pathOf(kind, c))
  if (!text) return NOTHING
  try {
    const file = JSON.parse(text) as Partial<File>
    return typeof file.number === 'number' && file.data && Array.isArray(file.log) ? { ...NOTHING, ...file } : NOTHING
  } catch {
    // Somebody has written over it.
    return NOTHING
  }
}

export function save(world: World, row: Row): void {
  const pod = workers(world).get(row.uid)?.pod
  const c = pod && specOf(pod, row.container)
  if (!pod || !c) return
  const kind = kindOf(row)
  const file: File = { term: row.term, loggedTerm: row.loggedTerm, number: row.number, data: row.data, log: row.log }
  writeFile(world, row.uid, row.container, pathOf(kind, c), JSON.stringify(file))
  tellKept(world, row, placeOf(kind, c).volume)
}

/** What now lies on the disk, if it is one that is still this machine's. */
function tellKept(world: World, row: Row, volume: string | undefined): void {
  const disk = volume && mounted(world).get(`${row.uid} ${volume}`)
  if (!disk) return
  const to = attachments(world).get(disk.disk)?.node
  if (disk.attached && to !== undefined && to !== row.node) return
  const before = kept(world).get(row.pod)
  if (before?.disk === disk.disk && before.writes === row.number && before.term === row.term) return
  kept(world).set(row.pod, { ensemble: row.ensemble, disk: disk.disk, writes: row.number, term: row.term })
}
