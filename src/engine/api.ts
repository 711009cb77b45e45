// The write verbs on the store, as the API server's generic registry does them: names and uids are given, the kind's strategy fills in and checks,
// admission has its say, a stale resourceVersion is a conflict, a write that changes nothing is no write, finalizers and grace hold a deletion back.
// Upstream: staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, registry/rest/{create,update,delete}.go.
import {
  type ApiObject,
  alreadyExists,
  badRequest,
  conflict,
  type DeleteOptions,
  type Draft,
  type Env,
  forgetIdentity,
  notFound,
  type Resource,
} from '../kube/index.ts'
import { same } from './same.ts'
import { keyOf, type Store } from './store.ts'

/** What a write is done with besides its object. */
export interface WriteContext {
  /** The trace entry that wants it. */
  cause: number
  subresource?: string | undefined
  /** Everything but the commit. */
  dryRun?: boolean | undefined
  /** Checks of the kind's rules may be left out for what a controller made from an object that passed them. */
  trusted?: boolean | undefined
}

/** What happens between the strategy and the store; it may return another object or throw an ApiError. Upstream: admission plugins. */
export type Admission = (
  op: 'CREATE' | 'UPDATE' | 'DELETE',
  resource: Resource,
  o: ApiObject,
  old: ApiObject | undefined,
  env: Env,
  ctx: WriteContext,
) => ApiObject

/** What the API tells of an accepted write; returns the number of the trace entry that the commit carries. */
export type Tell = (
  verb: 'create' | 'update' | 'delete',
  plural: string,
  object: ApiObject,
  old: ApiObject | undefined,
  ctx: WriteContext,
) => number

export class Api {
  readonly store: Store
  readonly #env: Env & { at: number; uuid(): string }
  readonly #admit: Admission
  readonly #refuse: (resource: Resource, name: string, errors: ReturnType<Resource['validate']>) => Error
  readonly #tell: Tell

  constructor(
    store: Store,
    env: Env & { at: number; uuid(): string },
    admit: Admission,
    refuse: (resource: Resource, name: string, errors: ReturnType<Resource['validate']>) => Error,
    tell: Tell,
  ) {
    this.store = store
    this.#env = env
    this.#admit = admit
    this.#refuse = refuse
    this.#tell = tell
  }

  /** POST. Throws ApiError: AlreadyExists, Invalid, Forbidden, BadRequest. */
  create(plural: string, draft: Draft, ctx: WriteContext): ApiObject {
    const r = this.store.resource(plural)
    const env = this.#envOf(ctx)
    const own = ctx.trusted ? draft : forgetIdentity(draft)
    const m = own.metadata
    if (m.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created')
    const named = {
      ...own,
      metadata: {
        ...m,
        name: m.name || (m.generateName ? this.#generated(r, m.generateName, m.namespace, env) : ''),
        uid: env.uuid(),
        creationTimestamp: env.timestamp,
        ...(r.hasGeneration && { generation: 1 }),
      },
    }
    let o = r.prepareCreate(r.defaults(named), env) as ApiObject
    o = this.#admit('CREATE', r, o, undefined, env, ctx)
    if (!ctx.trusted) this.#check(r, o.metadata.name, r.validate(o))
    const key = keyOf(o)
    if (this.store.get(plural, key)) throw alreadyExists(r, o.metadata.name)
    if (ctx.dryRun) return o
    return this.store.commit('ADDED', plural, o, env.at, this.#tell('create', plural, o, undefined, ctx))
  }

  /** A name that is free, in at most eight attempts (RetryGenerateName, on since 1.32); then one that is not. */
  #generated(r: Resource, base: string, namespace: string | undefined, env: Env): string {
    let name = ''
    for (let attempt = 0; attempt < 8; attempt++) {
      name = base.slice(0, 58) + suffix(env)
      if (!this.store.get(r.plural, namespace ? `${namespace}/${name}` : name)) break
    }
    return name
  }

  /** PUT. `o.metadata.resourceVersion`, where given, must be the latest. Throws ApiError: NotFound, Conflict, Invalid. Returns the object as it is then, or as it was when nothing changed. */
  update(plural: string, o: Draft, ctx: WriteContext): ApiObject {
    const r = this.store.resource(plural)
    const env = this.#envOf(ctx)
    const key = keyOf(o)
    const name = o.metadata.name ?? ''
    const old = this.store.get(plural, key)
    if (!old) throw notFound(r, name)
    if (o.metadata.resourceVersion && o.metadata.resourceVersion !== old.metadata.resourceVersion) throw conflict(r, name)
    if (o.metadata.uid && o.metadata.uid !== old.metadata.uid) {
      throw conflict(r, name, `Precondition failed: UID in precondition: ${o.metadata.uid}, UID in object meta: ${old.metadata.uid}`)
    }
    let next = r.prepareUpdate(ctx.subresource ? o : r.defaults(o), old, ctx.subresource ?? '', env) as ApiObject
    if (next.metadata !== old.metadata) next = { ...next, metadata: keepIdentity(next, old) }
    next = this.#admit('UPDATE', r, next, old, env, ctx)
    if (!ctx.trusted) this.#check(r, name, r.validateUpdate(next, old, ctx.subresource ?? ''))
    if (r.hasGeneration && !ctx.subresource && raisesGeneration(r, next, old)) {
      next = { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
    }
    if (same(next, old)) return old
    if (ctx.dryRun) return next
    const m = next.metadata
    if (m.deletionTimestamp && !m.finalizers?.length && !m.deletionGracePeriodSeconds && !r.isHeld?.(next)) {
      return this.store.commit('DELETED', plural, next, env.at, this.#tell('delete', plural, next, old, ctx))
    }
    return this.store.commit('MODIFIED', plural, next, env.at, this.#tell('update', plural, next, old, ctx))
  }

  /** A JSON merge patch (RFC 7386) of the object as it is now. Throws like `update`. */
  merge(plural: string, key: string, patch: Record<string, unknown>, ctx: WriteContext & { uid?: string | undefined }): ApiObject {
    const r = this.store.resource(plural)
    const old = this.store.get(plural, key)
    if (!old || (ctx.uid && ctx.uid !== old.metadata.uid)) throw notFound(r, key.slice(key.indexOf('/') + 1))
    return this.update(plural, mergePatch(old, patch) as ApiObject, ctx)
  }

  /** DELETE. Returns the object as it is left (terminating) or as it was (gone). Throws ApiError: NotFound, Conflict. */
  remove(plural: string, key: string, options: DeleteOptions, ctx: WriteContext): { object: ApiObject; gone: boolean } {
    const r = this.store.resource(plural)
    const env = this.#env
    const old = this.store.get(plural, key)
    const name = key.slice(key.indexOf('/') + 1)
    if (!old) throw notFound(r, name)
    const must = options.preconditions ?? {}
    if (must.uid && must.uid !== old.metadata.uid) {
      throw conflict(r, name, `Precondition failed: UID in precondition: ${must.uid}, UID in object meta: ${old.metadata.uid}`)
    }
    if (must.resourceVersion && must.resourceVersion !== old.metadata.resourceVersion) {
      throw conflict(
        r,
        name,
        `Precondition failed: ResourceVersion in precondition: ${must.resourceVersion}, ResourceVersion in object meta: ${old.metadata.resourceVersion}`,
      )
    }
    const o = this.#admit('DELETE', r, old, old, env, ctx)
    const graceful = r.gracefulDelete?.(o, options, env)
    const finalizers = deletionFinalizers(o, options.propagationPolicy ?? r.defaultPropagation ?? 'Background')
    let left = graceful ?? o
    if (!same(finalizers, o.metadata.finalizers ?? [])) left = { ...left, metadata: { ...left.metadata, finalizers } }
    if (finalizers.length && !left.metadata.deletionTimestamp) {
      left = { ...left, metadata: { ...left.metadata, deletionTimestamp: env.timestamp, deletionGracePeriodSeconds: 0 } }
    }
    // A kind with graceful deletion is marked before it goes, even when no grace is left.
    const stays = finalizers.length > 0 || (graceful !== undefined && graceful.metadata.deletionGracePeriodSeconds !== 0)
    if (r.hasGeneration && left.metadata.deletionTimestamp && !old.metadata.deletionTimestamp) {
      left = { ...left, metadata: { ...left.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
    }
    if (ctx.dryRun) return { object: left, gone: !stays }
    const changed = !same(left, old)
    if (stays && !changed) return { object: old, gone: false }
    const cause = this.#tell('delete', plural, left, old, ctx)
    const marked = changed ? this.store.commit('MODIFIED', plural, left, env.at, cause) : old
    return stays ? { object: marked, gone: false } : { object: this.store.commit('DELETED', plural, marked, env.at, cause), gone: true }
  }

  #envOf(ctx: WriteContext): Env & { at: number; uuid(): string } {
    return ctx.dryRun ? Object.assign(Object.create(this.#env), { dryRun: true }) : this.#env
  }

  #check(r: Resource, name: string, errors: ReturnType<Resource['validate']>): void {
    if (errors.length) throw this.#refuse(r, name, errors)
  }
}

/** Whether a change is one of what is wanted. Kinds may count more than their spec. */
const raisesGeneration = (r: Resource, next: ApiObject, old: ApiObject): boolean =>
  (next.spec !== old.spec && !same(next.spec, old.spec)) || (r.alsoRaisesGeneration?.(next, old) ?? false)

/** Name suffixes: no vowels, nothing that looks like something else. Upstream: apimachinery pkg/util/rand. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const suffix = (env: Env) => Array.from({ length: 5 }, () => LETTERS[env.roll(LETTERS.length)]).join('')

/** What a client cannot change by an update. */
function keepIdentity(next: ApiObject, old: ApiObject): ApiObject['metadata'] {
  const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation, resourceVersion } = old.metadata
  const m = { ...next.metadata, uid, creationTimestamp, resourceVersion }
  for (const [field, value] of Object.entries({ generation, deletionTimestamp, deletionGracePeriodSeconds })) {
    if (value === undefined) delete (m as Record<string, unknown>)[field]
    else (m as Record<string, unknown>)[field] = value
  }
  return m
}

function deletionFinalizers(o: ApiObject, policy: NonNullable<DeleteOptions['propagationPolicy']>): readonly string[] {
  const others = (o.metadata.finalizers ?? []).filter(f => f !== 'foregroundDeletion' && f !== 'orphan')
  if (policy === 'Foreground') return [...others, 'foregroundDeletion']
  if (policy === 'Orphan') return [...others, 'orphan']
  return others
}

/** RFC 7386. Shares with `target` what the patch leaves as it is. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? (target as Record<string, unknown>) : {}
  const out: Record<string, unknown> = { ...base }
  for (const k in patch) {
    const v = (patch as Record<string, unknown>)[k]
    if (v === null) delete out[k]
    else out[k] = mergePatch(base[k], v)
  }
  return out
}
