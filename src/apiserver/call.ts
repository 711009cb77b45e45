// One request on its way through the door: what it asks of which kind, and what the verbs need to answer it.
import type { Engine } from '../engine/index.ts'
import type { ApiObject, DeleteOptions, Resource, Status } from '../kube/index.ts'
import type { Reading } from './body.ts'
import type { ClockHook } from './clock.ts'
import type { List, Request, Stream } from './exchange.ts'
import type { Limits } from './limits.ts'
import type { Form } from './negotiate.ts'
import type { OpenApi } from './openapi/openapi.ts'
import type { Query } from './query.ts'
import type { Served } from './served.ts'
import type { ContainerHook } from './subresources/log.ts'
import type { Printed } from './tables.ts'

/** Times as the outside sees them, where its clock is another one. Both give the same value back when nothing is to be done. */
export interface Dates {
  out(value: unknown): unknown
  in(value: unknown): unknown
}

export interface House {
  readonly engine: Engine
  readonly served: Served
  readonly reading: Reading
  readonly limits: Limits
  readonly clock: ClockHook | undefined
  readonly containers: ContainerHook | undefined
  readonly dates: Dates | undefined
  readonly openApi: OpenApi
  /** Raised when time was turned back, so that open watches end. */
  epoch(): number
}

export interface Call {
  readonly house: House
  readonly request: Request
  readonly query: Query
  readonly resource: Resource
  /** '' for all, and for kinds without. */
  readonly namespace: string
  /** '' for the collection. */
  readonly name: string
  readonly subresource: string
  readonly form: Form
  /** Texts of Warning headers, added to on the way. */
  readonly warnings: string[]
  /** Does a deed under a trace entry that says who wanted it. */
  act<T>(deed: (cause: number) => T): T
}

/** What a verb has to say. */
export type Answer =
  | { object: ApiObject; printed: Printed; code?: number }
  | { list: List; printed: Printed }
  | { status: Status; code?: number }
  | { text: string; code?: number }
  | { json: unknown; code?: number; contentType?: string }
  | { bytes: Uint8Array; contentType: string }
  | { stream: Stream; contentType: string }

export type { DeleteOptions }
export const keyIn = (call: Pick<Call, 'resource' | 'namespace' | 'name'>): string =>
  call.resource.namespaced ? `${call.namespace}/${call.name}` : call.name
