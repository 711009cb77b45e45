// The disk of an image that is a busybox and little else, made once. Upstream: the busybox image of Docker's library.
import { commands } from './commands/index.ts'
import type { DiskDirectory } from './disk.ts'
import { diskOf } from './disk.ts'
import { binaryMark } from './exec.ts'

const files: { readonly [path: string]: string } = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  '/etc/shadow': 'root:*:::::::\n',
}
const directories = [
  '/dev',
  '/home',
  '/proc',
  '/root',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/var/log',
  '/var/run',
  '/var/tmp',
  '/opt',
  '/mnt',
  '/run',
  '/srv',
  '/lib',
  '/sbin',
]

/**
 * A root disk with /bin full of commands, /etc/passwd and the usual directories. `more`: further files of the image, path → text; a text of `programText`
 * stands for a compiled program, which is then asked of `World.program` under the file's name.
 */
export function busyboxDisk(more: { readonly [path: string]: string } = {}, mtimeMs = 0): DiskDirectory {
  const names = [...Object.keys(commands), 'sh', 'ash']
  const links = Object.fromEntries(names.filter(n => n !== 'busybox').map(n => [`/bin/${n}`, 'busybox']))
  const made = Object.fromEntries(directories.map(path => [`${path}/.keep`, '']))
  const disk = diskOf({ ...files, ...made, ...more, '/bin/busybox': programText }, { mtimeMs, links })
  return withModes(disk, '')
}
export const programText = `${binaryMark}\n`

/** Directories that were made for their own sake lose their only file, programs get their x bits, temporary ones are everyone's. */
function withModes(directory: DiskDirectory, path: string): DiskDirectory {
  const entries = Object.entries(directory.entries).flatMap(([name, entry]): [string, DiskDirectory['entries'][string]][] => {
    if (name === '.keep') return []
    if (entry.type === 'directory') return [[name, withModes(entry, `${path}/${name}`)]]
    const runs = entry.type === 'file' && (entry.text.startsWith(binaryMark) || entry.text.startsWith('#!'))
    return [[name, runs ? { ...entry, mode: 0o755 } : entry]]
  })
  return { ...directory, mode: /tmp$/.test(path) ? 0o1777 : directory.mode, entries: Object.fromEntries(entries) }
}
