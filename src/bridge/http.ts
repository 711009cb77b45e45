// The front door over HTTP, on the loopback interface only. Other web pages must not reach it: a foreign Host or Origin is turned away. Watches are
// pulled from the door whenever something may have changed, and flushed line by line.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Door, type Response, type Stream, textOf } from '../apiserver/index.ts'

export interface HttpOptions {
  door: Door
  mostBytes: number
  /** Before a request is answered: time is brought up to date. */
  before(): void
  /** After a request that may have changed something; resolves when the answer may go out. */
  after(request: { method: string; path: string }): Promise<void>
  /** An exception of ours. */
  failed(e: unknown): void
}

/** A client that does not read is dropped when this much waits for it. */
const MOST_BYTES_WAITING = 64 * 1024 * 1024
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

interface Listener {
  stream: Stream
  response: ServerResponse
}

export class HttpDoor {
  readonly server: Server
  readonly #options: HttpOptions
  readonly #listeners = new Set<Listener>()

  constructor(options: HttpOptions) {
    this.#options = options
    this.server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => void this.#serve(request, response))
    this.server.on('upgrade', (request, socket) => {
      socket.on('error', () => socket.destroy())
      const answer = this.#answer(request, undefined)
      const body = textOf(answer)
      socket.end(
        `HTTP/1.1 ${answer.status} ${answer.status === 404 ? 'Not Found' : 'Bad Request'}\r\nContent-Type: ${answer.contentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      )
    })
  }

  /** Sends on what open streams have to say. */
  pump(): void {
    if (this.#listeners.size === 0) return
    this.#options.before()
    for (const l of this.#listeners) this.#send(l)
  }

  close(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await this.#body(request)
      const answer = this.#answer(request, body)
      if (request.method !== 'GET') {
        this.pump()
        await this.#options.after({ method: request.method ?? '', path: request.url ?? '' })
      }
      this.#write(request, response, answer)
    } catch (e) {
      this.#options.failed(e)
      if (response.headersSent) response.destroy()
      else
        this.#write(
          request,
          response,
          status(500, 'InternalError', `Internal error occurred: ${e instanceof Error ? e.message : String(e)}`),
        )
    }
  }

  /** The body, or undefined when there is none. One byte more than the door takes is enough to know that it is too much. */
  async #body(request: IncomingMessage): Promise<Uint8Array | undefined> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes <= this.#options.mostBytes) chunks.push(chunk)
    }
    if (bytes > this.#options.mostBytes) return new Uint8Array(this.#options.mostBytes + 1)
    const declared = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
    return declared ? Buffer.concat(chunks) : undefined
  }

  #answer(request: IncomingMessage, body: Uint8Array | undefined): Response {
    const { host, origin, accept } = request.headers
    if (!isHere(host, origin))
      return status(403, 'Forbidden', 'this server answers only the machine that it runs on, and no other web pages')
    const contentType = request.headers['content-type']
    this.#options.before()
    return this.#options.door.handle({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      accept,
      contentType,
      userAgent: request.headers['user-agent'],
      ...(body !== undefined && { body: isProtobuf(contentType) ? body : new TextDecoder().decode(body) }),
    })
  }

  #write(request: IncomingMessage, response: ServerResponse, answer: Response): void {
    if (answer.warnings.length)
      response.setHeader(
        'warning',
        answer.warnings.map(w => `299 - ${JSON.stringify(w)}`),
      )
    if (answer.location !== undefined) response.setHeader('location', answer.location)
    response.setHeader('content-type', answer.contentType)
    response.setHeader('cache-control', 'no-cache, private')
    response.setHeader('x-content-type-options', 'nosniff')
    response.statusCode = answer.status
    if (!answer.stream) {
      const body = textOf(answer)
      response.setHeader('content-length', Buffer.byteLength(body))
      response.end(request.method === 'HEAD' ? undefined : body)
      return
    }
    const listener = { stream: answer.stream, response }
    this.#listeners.add(listener)
    response.flushHeaders()
    const seconds = answer.stream.timeoutSeconds
    const timeout = seconds === undefined ? undefined : setTimeout(() => this.#end(listener), seconds * 1000)
    response.on('close', () => {
      clearTimeout(timeout)
      this.#listeners.delete(listener)
    })
    this.#send(listener)
  }

  #send(l: Listener): void {
    for (const line of l.stream.read()) l.response.write(line)
    if (l.response.writableLength > MOST_BYTES_WAITING) l.response.destroy()
    if (l.stream.ended) l.response.end()
  }

  #end(l: Listener): void {
    this.#options.before()
    this.#send(l)
    l.response.end()
  }
}

const isProtobuf = (contentType: string | undefined) => (contentType ?? '').startsWith('application/vnd.kubernetes.protobuf')

/** Whether a request comes from this machine and from no other web page. */
export function isHere(host: string | undefined, origin: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '')
  if (!LOOPBACK.has(name)) return false
  return origin === undefined || origin === `http://${host}`
}

const status = (code: number, reason: string, message: string): Response => ({
  status: code,
  contentType: 'application/json',
  warnings: [],
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
})
