// What passes through the front door: a request and its answer as plain values. There are no sockets here and nothing is waited for; a watch is a
// stream that whoever holds it pulls from. The bridge (src/bridge) turns these into HTTP, the session keeps requests in its action log.
import type { ApiObject } from '../kube/index.ts'

export interface Request {
  /** GET, POST, PUT, PATCH, DELETE … */
  method: string
  /** Path with query: `/apis/apps/v1/namespaces/default/deployments/web/scale?dryRun=All`. */
  path: string
  accept?: string | undefined
  contentType?: string | undefined
  /** The text or the bytes as they came, or a JSON value that needs no decoding. */
  body?: unknown
  /** Who asks, for metadata.managedFields where the query names no fieldManager. */
  userAgent?: string | undefined
}

/** Why a request is made, for the trace: a key of the catalogues with its arguments. */
export interface Say {
  code: string
  args: Readonly<Record<string, string | number | boolean>>
}

export interface Response {
  status: number
  contentType: string
  /** A JSON value when contentType is JSON's, else text, or bytes for protobuf. Absent with a stream. */
  body?: unknown
  /** Texts of `Warning: 299` headers. */
  warnings: readonly string[]
  /** Where a redirect leads. */
  location?: string
  stream?: Stream
}

/** What goes on after the answer's head: a watch, or the log of a container that is followed. */
export interface Stream {
  /** The lines that are due now, each ending with a newline. */
  read(): string[]
  /** Nothing more will come. */
  readonly ended: boolean
  /** How many seconds of the caller's clock the client wants to listen; for ever when absent. The caller ends it. */
  readonly timeoutSeconds?: number
}

/** The body of an answer as it goes over a wire. */
export function textOf(r: Response): string | Uint8Array {
  if (r.body === undefined) return ''
  if (r.body instanceof Uint8Array) return r.body
  return r.contentType.startsWith('application/json') ? `${JSON.stringify(r.body)}\n` : String(r.body)
}

export interface List {
  kind: string
  apiVersion: string
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number }
  items: readonly ApiObject[]
}
