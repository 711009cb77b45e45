// Files of a container, for whoever is not one of its processes: a web server's documents, what a member of an ensemble keeps.
import type { World } from '../../../engine/index.ts'
import type { DiskDirectory } from '../../../shell/index.ts'
import { diskOfImage } from '../../images/disks.ts'
import { containerOf, pods, specOf, workers } from '../rows.ts'
import { keepVolumes } from '../volumes/volumes.ts'
import { shellKey, shells } from './rows.ts'
import { insideOf, shellOf } from './shell.ts'

/** The text of a file in a container. */
export function readFile(world: World, uid: string, name: string, path: string): string | undefined {
  const pod = workers(world).get(uid)?.pod
  const c = pod && specOf(pod, name)
  const image = containerOf(pods(world).get(uid), name)?.image
  if (!pod || !c || image === undefined) return undefined
  const { files } = insideOf(world, pod, c, image, shells(world).get(shellKey(uid, name))).world
  return files.stat(path)?.type === 'file' ? files.read(path) : undefined
}

/** Writes a file, and the directories that it needs; onto a volume if one is mounted there. What cannot be written is not. */
export function writeFile(world: World, uid: string, name: string, path: string, text: string): void {
  const pod = workers(world).get(uid)?.pod
  const c = pod && specOf(pod, name)
  const container = containerOf(pods(world).get(uid), name)
  if (!pod || !c || !container) return
  const key = shellKey(uid, name)
  const row = shells(world).get(key)
  const inside = insideOf(world, pod, c, container.image, row)
  const { files } = inside.world
  const parts = path.split('/').filter(p => p !== '')
  for (let i = 1; i < parts.length; i++) files.mkdir(`/${parts.slice(0, i).join('/')}`, 0o755)
  files.write(path, text, 0o644)
  keepVolumes(world, pod, c, inside.mounts)
  const root = inside.root.disk as DiskDirectory
  if (root !== (row?.root ?? diskOfImage(container.image))) shells(world).set(key, { ...shellOf(world, pod, container, c), root })
}
