// Applying manifests through the front door: everything is tried first (dry run), and only when all of it is accepted it is done, as one action in the log.
// What Kubernetes refuses comes back in its own words at the line of the field.
import type { Status } from '../kube/index.ts'
import { resourceOfKind } from '../kube/index.ts'
import type { DoorRequest, SessionState } from './contract.ts'
import type { Manifest, ManifestError, ManifestObject } from './manifest.ts'

export interface Applied {
  /** `deployment.apps/nginx created` */
  done: { kind: string; group: string; name: string; namespace?: string; what: 'created' | 'configured' | 'unchanged' }[]
  unknown: Manifest['unknown']
  errors: ManifestError[]
  warnings: string[]
}

/** Applies multi-document YAML. Nothing changes when there is any error. Never throws for what is in the text. */
export async function applyText(session: SessionState, text: string, namespace = 'default'): Promise<Applied> {
  const { readManifest } = await import('./manifest.ts')
  return applyManifest(session, readManifest(text), namespace)
}

/** What the YAML parser has against a text. */
export async function syntaxErrors(text: string): Promise<ManifestError[]> {
  return (await import('./manifest.ts')).syntaxOf(text)
}

export async function applyManifest(session: SessionState, manifest: Manifest, namespace = 'default'): Promise<Applied> {
  const applied: Applied = { done: [], unknown: manifest.unknown, errors: [...manifest.errors], warnings: [] }
  if (applied.errors.length || !manifest.objects.length) return applied
  const requests = manifest.objects.map(m => requestFor(m, namespace))
  const before = new Map<string, string | undefined>()
  const made = new Set(manifest.objects.filter(m => m.object.kind === 'Namespace').map(m => m.object.metadata?.name))
  for (const [i, r] of requests.entries()) {
    const m = manifest.objects[i] as ManifestObject
    const tried = await session.ask({ ...r, path: `${r.path}&dryRun=All` })
    const status = tried.body as Status
    if (tried.status >= 400 && !(tried.status === 404 && status.details?.kind === 'namespaces' && made.has(status.details.name)))
      applied.errors.push(...errorsOf(m, status))
    const path = r.path.replace(/\?.*/, '')
    const old = await session.ask({ method: 'GET', path })
    before.set(path, old.status === 200 ? (old.body as { metadata: { resourceVersion: string } }).metadata.resourceVersion : undefined)
  }
  if (applied.errors.length) return applied
  const names = manifest.objects.map(m => `${m.object.kind} ${m.object.metadata?.name ?? m.object.metadata?.generateName ?? ''}`)
  const answers = await session.act(
    { code: 'act.apply', args: { what: names.slice(0, 3).join(', '), count: names.length } },
    requests,
    true,
  )
  // Alone each was good; one is not after another. Then none of them was done.
  const refused = answers.flatMap((a, i) => (a.status < 400 ? [] : errorsOf(manifest.objects[i] as ManifestObject, a.body as Status)))
  if (refused.length) return { ...applied, errors: refused }
  for (const [i, answer] of answers.entries()) {
    const m = manifest.objects[i] as ManifestObject
    applied.warnings.push(...answer.warnings)
    const o = answer.body as { kind: string; metadata: { name: string; namespace?: string; resourceVersion: string } }
    const rv = before.get((requests[i] as DoorRequest).path.replace(/\?.*/, ''))
    const what = rv === undefined ? 'created' : rv === o.metadata.resourceVersion ? 'unchanged' : 'configured'
    applied.done.push({
      kind: m.object.kind,
      group: m.object.apiVersion.includes('/') ? (m.object.apiVersion.split('/')[0] as string) : '',
      name: o.metadata.name,
      what,
      ...(o.metadata.namespace && { namespace: o.metadata.namespace }),
    })
  }
  return applied
}

function requestFor({ object }: ManifestObject, namespace: string): DoorRequest {
  const r = resourceOfKind(object.apiVersion, object.kind)
  if (!r) throw new Error(`unknown kind ${object.kind}`)
  const base = r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`
  const ns = r.namespaced ? `/namespaces/${encodeURIComponent(String(object.metadata?.namespace ?? namespace))}` : ''
  const name = encodeURIComponent(String(object.metadata?.name ?? ''))
  const options = 'fieldManager=podium&fieldValidation=Strict'
  if (!object.metadata?.name) return { method: 'POST', path: `${base}${ns}/${r.plural}?${options}`, body: object }
  return {
    method: 'PATCH',
    path: `${base}${ns}/${r.plural}/${name}?${options}&force=true`,
    body: object,
    contentType: 'application/apply-patch+yaml',
  }
}

/** A message that repeats an endless word shows its beginning and its end, so that what is wrong with it can be found. */
const readable = (message: string) => message.replace(/\S{600,}/g, word => `${word.slice(0, 300)} … ${word.slice(-100)}`)

/** The field that a message names where the Status itself does not: what could not be decoded, and what no schema declares. */
function fieldIn(message: string): string | undefined {
  return (/Go struct field \w+\.(\S+) of type/.exec(message) ??
    /(?:^|: )\.([A-Za-z]\S*): /.exec(message) ??
    /unknown field "([^"]+)"/.exec(message))?.[1]
}

function errorsOf(m: ManifestObject, status: Status): ManifestError[] {
  const causes = status.details?.causes?.filter(c => c.field) ?? []
  const field = causes[0]?.field ?? fieldIn(status.message ?? '')
  if (causes.length < 2) return [{ line: field ? m.lineOf(field) : m.line, column: 1, message: readable(status.message ?? String(status)) }]
  return causes.map(c => ({ line: m.lineOf(c.field as string), column: 1, message: readable(`${c.field}: ${c.message}`) }))
}
