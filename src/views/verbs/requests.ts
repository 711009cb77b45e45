// Requests and command lines of verbs. The group and version are those that the object itself names, so that a new kind needs nothing here.
import type { ApiObject } from '../../kube/index.ts'
import type { DoorRequest } from '../../session/index.ts'
import type { Subject } from '../subject.ts'

export function pathOf(apiVersion: string, { plural, namespace, name }: Subject, subresource = ''): string {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const within = namespace ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  const which = name ? `/${encodeURIComponent(name)}` : ''
  return `${base}${within}/${plural}${which}${subresource && `/${subresource}`}`
}

export const pathOfObject = (plural: string, o: ApiObject, subresource?: string): string =>
  pathOf(o.apiVersion, { plural, key: '', namespace: o.metadata.namespace ?? '', name: o.metadata.name }, subresource)

export const merge = (path: string, body: unknown): DoorRequest => ({
  method: 'PATCH',
  path,
  body,
  contentType: 'application/merge-patch+json',
})
export const strategic = (path: string, body: unknown): DoorRequest => ({
  method: 'PATCH',
  path,
  body,
  contentType: 'application/strategic-merge-patch+json',
})
export const post = (path: string, body: unknown): DoorRequest => ({ method: 'POST', path, body })
export const remove = (path: string, options: Record<string, unknown> = {}): DoorRequest => ({
  method: 'DELETE',
  path,
  body: { apiVersion: 'v1', kind: 'DeleteOptions', ...options },
})

/** `kubectl -n demo delete pod web-1`, words quoted where a shell would split or change them. The default namespace goes without saying. */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  const where = namespace && namespace !== 'default' ? ['-n', namespace] : []
  return ['kubectl', ...where, ...words].map(quoted).join(' ')
}

/** `echo '{…}' | kubectl create -f -`: what has no verb of its own is still only an object. */
export const kubectlCreate = (object: unknown): string => `echo ${quoted(JSON.stringify(object))} | kubectl create -f -`

/** A request that kubectl has no verb for. */
export const kubectlRaw = ({ path, body }: DoorRequest): string =>
  `echo ${quoted(JSON.stringify(body))} | ${kubectl('', 'create', '--raw', path, '-f', '-')}`

const quoted = (word: string) => (/^[\w@%+=:,./<>-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
