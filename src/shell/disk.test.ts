// The file system that mounts make, by the rules of the calls that Linux has for it.
import { expect, test } from 'vitest'
import { diskOf, diskSize, emptyDisk, type Mount, mountDisks } from './index.ts'

const nowMs = 1000
function mounted(...more: Mount[]) {
  const mounts: Mount[] = [{ path: '/', disk: diskOf({ '/etc/passwd': 'root\n', '/tmp/a': 'é' }) }, ...more]
  return { mounts, files: mountDisks(mounts, nowMs) }
}

test('diskOf makes the directories on the way, and a size is in bytes', () => {
  const disk = diskOf({ '/a/b/c': 'é' }, { links: { '/a/l': 'b/c' } })
  expect(diskSize(disk)).toBe(2 + 'b/c'.length)
  const { files } = mounted({ path: '/mnt', disk })
  expect(files.list('/mnt/a')).toEqual(['b', 'l'])
  expect(files.stat('/mnt/a/l')).toMatchObject({ type: 'link', target: 'b/c' })
  expect(files.stat('/mnt/a/b/c')).toMatchObject({ type: 'file', size: 2 })
})
test('the longest mount path wins, and the way to a mount is there', () => {
  const { files } = mounted(
    { path: '/var/lib/data', disk: diskOf({ '/x': '1' }) },
    { path: '/var/lib/data/deep', disk: diskOf({ '/x': '2' }) },
  )
  expect([files.read('/var/lib/data/x'), files.read('/var/lib/data/deep/x')]).toEqual(['1', '2'])
  expect(files.list('/var')).toEqual(['lib'])
  expect(files.list('/var/lib/data')).toEqual(['deep', 'x'])
  expect(files.remove('/var/lib/data/deep')).toBe('EBUSY')
})
test('writing replaces the disk in its mount and no other', () => {
  const { mounts, files } = mounted({ path: '/data', disk: emptyDisk() })
  const [root, data] = mounts.map(m => m.disk)
  expect(files.write('/data/f', 'x', 0o600)).toBeUndefined()
  expect(mounts[0]?.disk).toBe(root)
  expect(mounts[1]?.disk).not.toBe(data)
  expect(files.stat('/data/f')).toMatchObject({ mode: 0o600, mtimeMs: nowMs })
  expect(files.write('/data/f', 'longer', 0o777)).toBeUndefined()
  expect(files.stat('/data/f')).toMatchObject({ mode: 0o600, size: 6 })
  expect(files.append('/data/f', 'é')).toBeUndefined()
  expect([files.read('/data/f'), files.stat('/data/f')?.size]).toEqual(['longeré', 8])
})
test.each([
  ['a directory that is there', 'mkdir', ['/tmp', 0o755], 'EEXIST'],
  ['a directory in none', 'mkdir', ['/no/such', 0o755], 'ENOENT'],
  ['a directory in a file', 'mkdir', ['/etc/passwd/x', 0o755], 'ENOTDIR'],
  ['text into a directory', 'write', ['/tmp', 'x', 0o644], 'EISDIR'],
  ['text at the end of nothing', 'append', ['/tmp/none', 'x'], 'ENOENT'],
  ['removing what is not there', 'remove', ['/tmp/none'], 'ENOENT'],
  ['removing a directory with something in it', 'remove', ['/tmp'], 'ENOTEMPTY'],
  ['moving a directory into itself', 'rename', ['/tmp', '/tmp/x'], 'EINVAL'],
  ['moving a file onto a directory', 'rename', ['/etc/passwd', '/tmp'], 'EISDIR'],
  ['moving a directory onto a file', 'rename', ['/tmp', '/etc/passwd'], 'ENOTDIR'],
  ['moving to another disk', 'rename', ['/tmp/a', '/data/a'], 'EXDEV'],
  ['writing to a read-only disk', 'write', ['/ro/x', '', 0o644], 'EROFS'],
  ['beyond the capacity', 'write', ['/small/x', 'x'.repeat(11), 0o644], 'ENOSPC'],
] as const)('%s: %s%j is %s', (_, call, args, fault) => {
  const { files } = mounted(
    { path: '/data', disk: emptyDisk() },
    { path: '/ro', disk: emptyDisk(), readOnly: true },
    { path: '/small', disk: emptyDisk(), capacity: 10 },
  )
  expect((files[call] as (...a: readonly unknown[]) => unknown)(...args)).toBe(fault)
})
