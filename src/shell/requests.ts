// What a process may ask of the world outside its container, and what it is told. The shell only words the question; who owns the network answers it,
// at once or later. Times in milliseconds, sizes in bytes.

export type Request = HttpRequest | ConnectRequest | PingRequest | LookupRequest | ImageRequest

/** `wget`, `curl`. */
export interface HttpRequest {
  readonly kind: 'http'
  readonly method: string
  /** `http` or `https`. */
  readonly scheme: string
  readonly host: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly timeoutMs: number | undefined
}
/** `nc`: opens a connection, sends what it has, and hears what comes back. */
export interface ConnectRequest {
  readonly kind: 'connect'
  readonly protocol: 'tcp' | 'udp'
  readonly host: string
  readonly port: number
  readonly body: string
  readonly timeoutMs: number | undefined
}
/** `ping`: one packet. */
export interface PingRequest {
  readonly kind: 'ping'
  readonly host: string
  readonly timeoutMs: number
}
/** `nslookup`, and whoever needs a name's addresses. */
export interface LookupRequest {
  readonly kind: 'lookup'
  readonly name: string
}
/** Whatever a command of an image asks of those who know the image. */
export interface ImageRequest {
  readonly kind: 'image'
  readonly name: string
  readonly data: unknown
}

/** Why there was no answer: nobody listens; the packets get lost; there is no such name; the network is not there; it hung up. */
export type NetworkFault = 'refused' | 'timeout' | 'unknown-host' | 'unreachable' | 'reset'

export type HttpAnswer =
  | {
      readonly status: number
      readonly reason?: string
      readonly headers?: { readonly [name: string]: string }
      readonly body: string
      readonly address?: string
    }
  | { readonly fault: NetworkFault; readonly address?: string }
export type ConnectAnswer =
  | { readonly body: string; readonly address?: string }
  | { readonly fault: NetworkFault; readonly address?: string }
export type PingAnswer = { readonly address: string; readonly ms: number } | { readonly fault: NetworkFault; readonly address?: string }
export type LookupAnswer =
  | { readonly addresses: readonly string[]; readonly server?: string; readonly name?: string }
  | { readonly fault: NetworkFault; readonly server?: string }
