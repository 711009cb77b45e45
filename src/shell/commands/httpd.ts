// httpd: opens a port; who asks there, and gets which file, is the caller's. Upstream: busybox networking/httpd.c.
import { encode } from '../bytes.ts'
import type { Command } from '../io.ts'
import { optionsOf } from './inputs.ts'

export const httpd: Command = io => {
  const options = optionsOf(io, 'fiv', 'pchrueM')
  if (!options) return 1
  const { flags, values } = options
  const root = io.find(values.get('h')?.at(-1) ?? '.')
  if (root.stat?.type !== 'directory')
    return io.fail(`can't change directory to '${values.get('h')?.at(-1)}': ${io.faultText(root.fault ?? 'ENOTDIR')}`)
  const port = Number((values.get('p')?.at(-1) ?? '80').replace(/^.*:/, ''))
  if (!(port > 0 && port < 65_536)) return io.fail(`invalid port '${values.get('p')?.at(-1)}'`)
  // Without -f it goes into the background.
  if (!flags.has('f')) return typeof io.spawn(['httpd', '-f', '-p', String(port), '-h', encode(root.path)]) === 'number' ? 0 : 1
  return { wait: { listens: [{ port, protocol: 'tcp', root: root.path }] }, state: { started: true } }
}
