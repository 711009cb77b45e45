// Images that no registry has: names that begin with `nosuch` or `invalid.`, the tag `broken`, and `webserver:404` from the talk.
import type { Behaviour } from './behaviour.ts'
import { fullName, type ImageName } from './names.ts'

/** In containerd's words. */
export function notFoundInRegistry(image: ImageName): string {
  const name = fullName(image.text)
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found`
}

export const unpullable: Behaviour = {
  name: 'unpullable',
  is: i => /^(nosuch|invalid\.)/.test(i.text) || i.tag === 'broken' || (i.base === 'webserver' && i.tag === '404'),
  pullError: notFoundInRegistry,
}
