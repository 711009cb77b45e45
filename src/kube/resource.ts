// What the house must know of a kind, in one value. A new kind is one file that makes one of these, and one line in `kinds/index.ts`: the store,
// the front door (discovery, validation, Tables), kubectl and the stage all read it from there.
import type { ApiObject, Draft } from './types.ts'

/** One broken rule of an object. `type` and `detail` are worded as Kubernetes words them (apimachinery pkg/util/validation/field/errors.go). */
export interface FieldError {
  /** `spec.template.spec.containers[0].image` */
  field: string
  /** FieldValueRequired, FieldValueInvalid, FieldValueNotSupported, FieldValueForbidden, FieldValueDuplicate, FieldValueTypeInvalid … */
  reason: string
  /** The whole words after the path: `Invalid value: -1: must be greater than or equal to 0`. */
  message: string
}

/** A column of the server-side Table (`kubectl get`). Upstream: pkg/printers/internalversion/printers.go. */
export interface Column {
  name: string
  type: 'string' | 'integer' | 'date' | 'boolean'
  format?: string
  description?: string
  /** 0 is always shown, 1 with `-o wide`. */
  priority: 0 | 1
  /** The cell. `nowMs`: simulated now, as milliseconds since 1970, for ages. */
  // biome-ignore lint/suspicious/noExplicitAny: each kind knows its own object
  cell(o: any, nowMs: number): string | number | boolean
}

export interface DeleteOptions {
  gracePeriodSeconds?: number
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: string[]
}

/** Another group or version under which the same objects are served. Upstream: the conversions of pkg/apis/<group>/<version>. */
// biome-ignore lint/suspicious/noExplicitAny: each kind refines its own object
export interface OtherVersion<T extends ApiObject = any> {
  group: string
  version: string
  /** As this version has it. What it has no field for must come back from `take`. */
  show(o: T): Draft
  /** Back to what the store keeps. */
  take(o: Draft): Draft
  /** What this version asks of a new object beyond the kind's own rules; of what `take` gave. */
  checkNew?(o: Draft): FieldError[]
  fields?: Readonly<Record<string, (o: T) => string>>
}

// biome-ignore lint/suspicious/noExplicitAny: each kind refines its own object
export interface Resource<T extends ApiObject = any> {
  /** '' for the core group. */
  group: string
  version: string
  kind: string
  /** Unique in the house, and the name of the kind's table in the store: `deployments`. */
  plural: string
  singular: string
  shortNames: readonly string[]
  categories?: readonly string[]
  namespaced: boolean
  /** Has a `status` subresource: writes to the object leave status alone and the other way round. */
  hasStatus: boolean
  /** A change of spec raises metadata.generation (and creation sets it to 1). */
  hasGeneration: boolean
  /** What else than spec raises it: a Deployment's annotations do. Upstream: the kind's Strategy.PrepareForUpdate. */
  alsoRaisesGeneration?(o: Draft, old: T): boolean
  /** Where the Scale subresource finds its numbers; absent: no Scale. */
  scale?: {
    replicas: (o: T) => number
    withReplicas: (o: T, replicas: number) => T
    statusReplicas: (o: T) => number
    selector: (o: T) => string
  }
  /** A write to the status leaves the labels too. Upstream: registry/apps/deployment/strategy.go. */
  statusLeavesLabels?: boolean
  /** A PUT makes it when it is not there. Upstream: the kind's Strategy.AllowCreateOnUpdate. */
  madeByPut?: boolean
  /** A DELETE answers with the object that is gone, and not with a Status. Upstream: the kind's Strategy.ReturnDeletedObject. */
  returnsDeleted?: boolean
  /** The default propagation of a DELETE that names none; Background unless said. */
  defaultPropagation?: 'Background' | 'Orphan'
  columns: readonly Column[]
  /** What a field selector may ask for beyond metadata.name and metadata.namespace. Upstream: pkg/apis/<group>/<version>/conversion.go. */
  fields?: Readonly<Record<string, (o: T) => string>>
  /** The kind's own words for a field that a selector may not ask for. */
  fieldRefusal?: (field: string) => string
  /** Fills in defaults (pkg/apis/<group>/<version>/defaults.go). Pure and idempotent; returns the same object when nothing is missing. */
  defaults(o: Draft): Draft
  /** Strategy.PrepareForCreate: what a client may not set (status …) is reset. After `defaults`, before `validate`. */
  prepareCreate(o: Draft, env: Env): Draft
  /** Strategy.PrepareForUpdate; `subresource` '' is the object itself. */
  prepareUpdate(o: Draft, old: T, subresource: string, env: Env): Draft
  validate(o: Draft): FieldError[]
  validateUpdate(o: Draft, old: T, subresource: string): FieldError[]
  /** Hints that come with an accepted object as `Warning` headers. Upstream: Strategy.WarningsOnCreate, pkg/api/<kind>/warnings.go. */
  warnings?(o: Draft): string[]
  /**
   * Graceful deletion: returns the object marked as terminating (with a grace of 0 it then goes at once), or undefined when it goes unmarked. Pods and
   * Namespaces have one. Upstream: registry/core/pod/strategy.go CheckGracefulDelete, apiserver pkg/registry/rest/delete.go BeforeDelete.
   */
  gracefulDelete?(o: T, options: DeleteOptions, env: Env): T | undefined
  /** Whether something besides metadata.finalizers keeps a terminating object: a Namespace's spec.finalizers. Upstream: registry/core/namespace/storage ShouldDeleteNamespaceDuringUpdate. */
  isHeld?(o: T): boolean
  /** Where else its objects are served. */
  otherVersions?: readonly OtherVersion<T>[]
  /** This is a kind as another version has it: what the store keeps is not what clients see. */
  seen?: OtherVersion<T>
}

/** What a strategy may know beyond the object. */
export interface Env {
  /** Simulated now, RFC 3339 in whole seconds. */
  timestamp: string
  /** Simulated now in milliseconds since 1970. */
  nowMs: number
  /** Nothing will be kept: what the store itself checks (is this port free?) is not looked at. */
  dryRun?: boolean
  /** A dice roll in 0 ≤ n < below, for names and addresses. */
  roll(below: number): number
  /** Reads another object: quota, node ports in use … */
  get(plural: string, key: string): ApiObject | undefined
  list(plural: string): Iterable<ApiObject>
}
