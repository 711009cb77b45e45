// Applying manifests through the front door: everything is tried first (dry run), and only when all of it is accepted it is done, as one action in the log.
// What Kubernetes refuses comes back in its own words at the line of the field.
import type { Status } from '../kube/index.ts'
import { apiVersionOf, hasBigNumber, kindMeant, resourceOfKind, writeJson } from '../kube/index.ts'
import type { DoorAnswer, DoorRequest, SessionState } from './contract.ts'
import type { ManifestError, ManifestObject } from './manifest.ts'
import { Reader } from './reader.ts'
import type { FieldAsked, ReadText } from './reading.ts'
import { UNANSWERED } from './unanswered.ts'

export interface Applied {
  /** `deployment.apps/nginx created` */
  done: { kind: string; group: string; name: string; namespace?: string; what: 'created' | 'configured' | 'unchanged' }[]
  /** Kinds that are not modelled: left out, by name. */
  unknown: { apiVersion: string; kind: string; name: string; line: number }[]
  errors: ManifestError[]
  warnings: string[]
}

type Read = ReadText['objects'][number] & { readonly index: number }
/** What was refused, before it is known on which line it stands. */
interface Refusal {
  readonly of: Read
  readonly field?: string
  readonly message: string
  readonly instead?: ManifestError['instead']
}

const reader = new Reader()
/** Apart, so that a text that is applied need not wait for what is marked while it is written. */
const checker = new Reader()

/** Makes ready what reads manifests, before somebody has one. */
export function warmReaders(): void {
  reader.warm()
  checker.warm()
}

/** Applies multi-document YAML. Nothing changes when there is any error. Never throws for what is in the text. */
export async function applyText(session: SessionState, text: string, namespace = 'default'): Promise<Applied> {
  const { objects, errors: found } = await reader.read(text)
  const errors = (objects.length || found.length ? found : [NOTHING]).map(e => ({ ...e, message: readable(e.message) }))
  const { known, unknown, elsewhere } = sort(objects)
  const { refusals, ...applied } = await applyObjects(session, known, elsewhere, namespace, errors.length > 0)
  refusals.sort((a, b) => a.of.index - b.of.index)
  const fields = refusals.map(({ of, field }): FieldAsked => ({ object: of.index, field: field ?? '' }))
  const lines = await reader.find(text, fields)
  const refused = refusals.map(({ of, field, message, instead }, i) => {
    const line = field ? (lines[i] ?? of.line) : of.line
    return { line, column: 1, message, ...(instead && { instead }) }
  })
  return { ...applied, unknown, errors: [...errors, ...refused] }
}

/** What the YAML parser has against a text. */
export const syntaxErrors = async (text: string): Promise<readonly ManifestError[]> =>
  (await checker.check(text)).map(e => ({ ...e, message: readable(e.message) }))

/** With which options everything is sent. */
const OPTIONS = 'fieldManager=podium&fieldValidation=Strict'
/** What kubectl says of a text in which there is nothing. */
const NOTHING: ManifestError = { line: 1, column: 1, message: 'no objects passed to apply' }

/** Kinds that are known here, those that Kubernetes has under another name, and the others. */
export function sort(objects: ReadText['objects']): { known: Read[]; elsewhere: Refusal[]; unknown: Applied['unknown'] } {
  const known: Read[] = []
  const elsewhere: Refusal[] = []
  const unknown: Applied['unknown'] = []
  for (const [index, { object, line }] of objects.entries()) {
    const { apiVersion, kind, metadata } = object
    const of = { object, line, index }
    const meant = kindMeant(apiVersion, kind)
    if (resourceOfKind(apiVersion, kind)) known.push(of)
    else if (meant) elsewhere.push(noMatch(of, { apiVersion: apiVersionOf(meant), kind: meant.kind }))
    else unknown.push({ apiVersion, kind, name: String(metadata?.name ?? metadata?.generateName ?? ''), line })
  }
  return { known, elsewhere, unknown }
}

/** In kubectl's words for a version, in the server's for a kind in other letters, which kubectl passes on. */
function noMatch(of: Read, instead: { apiVersion: string; kind: string }): Refusal {
  const { apiVersion, kind } = of.object
  const field = apiVersion === instead.apiVersion ? 'kind' : 'apiVersion'
  const message =
    field === 'kind' ? `invalid object type: ${apiVersion}, Kind=${kind}` : `no matches for kind "${kind}" in version "${apiVersion}"`
  return { of, field, message, instead }
}

async function applyObjects(
  session: SessionState,
  objects: readonly Read[],
  elsewhere: readonly Refusal[],
  namespace: string,
  broken: boolean,
): Promise<Pick<Applied, 'done' | 'warnings'> & { refusals: Refusal[] }> {
  const applied = { done: [] as Applied['done'], warnings: [] as string[], refusals: [...elsewhere] }
  if (broken || !objects.length) return applied
  const requests = objects.map(m => requestFor(m, namespace))
  const before = new Map<string, string | undefined>()
  const made = new Set(objects.filter(m => m.object.kind === 'Namespace').map(m => m.object.metadata?.name))
  for (const [i, r] of requests.entries()) {
    const m = objects[i] as Read
    const tried = await tryOut(session, r)
    const status = tried.body as Status
    if (tried.status >= 400 && !(tried.status === 404 && status.details?.kind === 'namespaces' && made.has(status.details.name)))
      applied.refusals.push(...refusalsOf(m, status))
    const path = r.path.replace(/\?.*/, '')
    // What gets its name by the API server is not there yet.
    const old = m.object.metadata?.name ? await session.ask({ method: 'GET', path }) : UNANSWERED
    before.set(path, old.status === 200 ? (old.body as { metadata: { resourceVersion: string } }).metadata.resourceVersion : undefined)
  }
  if (applied.refusals.length) return applied
  const names = objects.map(m => `${m.object.kind} ${m.object.metadata?.name ?? m.object.metadata?.generateName ?? ''}`)
  const answers = await session.act(
    { code: 'act.apply', args: { what: names.slice(0, 3).join(', '), count: names.length } },
    requests,
    true,
  )
  // Alone each was good; one is not after another. Then none of them was done.
  const refused = answers.flatMap((a, i) => (a.status < 400 ? [] : refusalsOf(objects[i] as Read, a.body as Status)))
  if (refused.length) return { ...applied, refusals: refused }
  for (const [i, answer] of answers.entries()) {
    const m = objects[i] as Read
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

/**
 * Whether it would be done. What cannot be read as an object of its kind is told as of a body that is created, as kubectl applies what is new: an apply at the
 * server names no field then.
 */
async function tryOut(session: SessionState, r: DoorRequest): Promise<DoorAnswer> {
  const tried = await session.ask({ ...r, path: `${r.path}&dryRun=All` })
  if (!(tried.body as Status | undefined)?.message?.startsWith('failed to convert ')) return tried
  const collection = r.path.slice(0, r.path.indexOf('?')).replace(/\/[^/]*$/, '')
  const read = await session.ask({ method: 'POST', path: `${collection}?${OPTIONS}&dryRun=All`, body: r.body })
  return read.status === 400 ? read : tried
}

function requestFor({ object }: Pick<ManifestObject, 'object'>, namespace: string): DoorRequest {
  const r = resourceOfKind(object.apiVersion, object.kind)
  if (!r) throw new Error(`unknown kind ${object.kind}`)
  const base = r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`
  // As kubectl does, an object that names no namespace is sent with the one it goes to.
  const placed = r.namespaced && !object.metadata?.namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object
  const ns = r.namespaced ? `/namespaces/${encodeURIComponent(String(placed.metadata?.namespace))}` : ''
  const name = encodeURIComponent(String(object.metadata?.name ?? ''))
  const body = hasBigNumber(placed) ? writeJson(placed) : placed
  if (!object.metadata?.name) return { method: 'POST', path: `${base}${ns}/${r.plural}?${OPTIONS}`, body }
  return {
    method: 'PATCH',
    path: `${base}${ns}/${r.plural}/${name}?${OPTIONS}&force=true`,
    body,
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

function refusalsOf(of: Read, status: Status): Refusal[] {
  const causes = status.details?.causes?.filter(c => c.field) ?? []
  const field = causes[0]?.field ?? fieldIn(status.message ?? '')
  if (causes.length < 2) return [{ of, ...(field && { field }), message: readable(status.message ?? String(status)) }]
  return causes.map(c => ({ of, field: c.field as string, message: readable(`${c.field}: ${c.message}`) }))
}
