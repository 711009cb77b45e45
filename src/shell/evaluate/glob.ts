// Pathname expansion: the files that a pattern names, sorted. Upstream: POSIX.1-2017, Shell Command Language, 2.13.3.
import { type Bytes, decode, encode } from '../bytes.ts'
import { type FileSystem, find } from '../files.ts'
import { isPattern, matches, unescapePattern } from '../language/pattern.ts'

/** The paths that match, or none. */
export function globPaths(files: FileSystem, cwd: string, pattern: Bytes): Bytes[] {
  let found: Bytes[] = [pattern.startsWith('/') ? '/' : '']
  const parts = pattern.split('/')
  const last = parts.findLastIndex(p => p !== '')
  parts.forEach((part, i) => {
    if (part === '') return
    const wanted = found.flatMap(base =>
      isPattern(part) ? entriesMatching(files, cwd, base, part) : existing(files, cwd, base + unescapePattern(part)),
    )
    found = wanted.flatMap(path => (i < last || pattern.endsWith('/') ? (isDirectory(files, cwd, path) ? [`${path}/`] : []) : [path]))
  })
  return found.sort()
}
function entriesMatching(files: FileSystem, cwd: string, base: Bytes, pattern: Bytes): Bytes[] {
  const directory = find(files, cwd, decode(base) || '.')
  if (directory.stat?.type !== 'directory') return []
  const hidden = pattern.startsWith('.')
  const names = [...(hidden ? ['.', '..'] : []), ...files.list(directory.path).map(encode)]
  return names.filter(name => name.startsWith('.') === hidden && matches(pattern, name)).map(name => base + name)
}
const existing = (files: FileSystem, cwd: string, path: Bytes): Bytes[] => (find(files, cwd, decode(path), false).stat ? [path] : [])
const isDirectory = (files: FileSystem, cwd: string, path: Bytes) => find(files, cwd, decode(path)).stat?.type === 'directory'
