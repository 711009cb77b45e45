// What is on the disk of an image when its container starts: a busybox, and what the image brings besides. One value per image, shared by all containers.
import { busyboxDisk, type DiskDirectory } from '../../shell/index.ts'
import { behaviourOf } from './index.ts'
import { fullName, parseImage } from './names.ts'

/** All images were built on the first of the month. */
const BUILT_MS = 1_488_326_400_000
const MOST_KNOWN = 200
const known = new Map<string, DiskDirectory>()

export function diskOfImage(text: string): DiskDirectory {
  const name = fullName(text)
  let disk = known.get(name)
  if (!disk) {
    const image = parseImage(text)
    disk = busyboxDisk((typeof image !== 'string' && behaviourOf(image).files) || {}, BUILT_MS)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, disk)
  }
  return disk
}
