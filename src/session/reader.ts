// The page's side of reading pasted text: tasks go one after the other to a worker of their own, and one that takes too long is ended together with the
// worker. The next gets a new one. Where there are no workers (tests in Node) the text is read here.
import type { ManifestError } from './manifest.ts'
import type { FieldAsked, ReadText, Task } from './reading.ts'

/** In UTF-16: what is larger has more bytes in any case, and is not even sent. */
const MOST = 1 << 20
/** What would take long to read is refused before (survey.ts). What is still not read after this time was written against the parser; the words of
 * `manifest.tooSlow` name the time. */
const LONGEST_MS = 10_000
/** An answer that came while the page itself was busy is still taken. */
const LAST_CALL_MS = 30

const LATE = Symbol('late')

export class Reader {
  #worker: { worker: Worker; ready: Promise<void> } | undefined
  #queue: Promise<unknown> = Promise.resolve()

  /** Makes the worker, so that the first task need not wait for it. */
  warm(): void {
    if (typeof Worker !== 'undefined') this.#worker ??= start()
  }

  /** Reads manifests; never throws for what is in the text. */
  async read(text: string): Promise<ReadText> {
    if (text.length > MOST) return { objects: [], errors: [first('manifest.tooLarge')] }
    const read = await this.#run<ReadText>({ do: 'read', text })
    return read === LATE ? { objects: [], errors: [first('manifest.tooSlow')] } : read
  }

  /** What the parser has against a text. */
  async check(text: string): Promise<readonly ManifestError[]> {
    if (text.length > MOST) return []
    const errors = await this.#run<ManifestError[]>({ do: 'check', text })
    return errors === LATE ? [first('manifest.tooSlow')] : errors
  }

  /** The lines of fields of what was read before. */
  async find(text: string, fields: readonly FieldAsked[]): Promise<readonly number[]> {
    if (!fields.length) return []
    const lines = await this.#run<number[]>({ do: 'find', text, fields })
    return lines === LATE ? fields.map(() => 1) : lines
  }

  #run<T>(task: Task): Promise<T | typeof LATE> {
    const done = this.#queue.then(() => this.#do<T>(task))
    this.#queue = done.catch(() => undefined)
    return done
  }

  async #do<T>(task: Task): Promise<T | typeof LATE> {
    this.warm()
    if (!this.#worker) return (await import('./reading.ts')).perform(task) as T
    const { worker, ready } = this.#worker
    try {
      await ready
      return await answer<T>(worker, task)
    } catch (e) {
      this.#end()
      if (e !== LATE) throw e
      this.warm()
      return LATE
    }
  }

  #end(): void {
    this.#worker?.worker.terminate()
    this.#worker = undefined
  }
}

const first = (message: string): ManifestError => ({ line: 1, column: 1, message })

function start() {
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module', name: 'reader' })
  const ready = new Promise<void>((there, failed) => {
    worker.addEventListener('message', () => there(), { once: true })
    worker.addEventListener('error', e => failed(new Error(e.message || 'what reads manifests did not start')), { once: true })
  })
  // Who awaits it hears of it; a worker that nobody needed yet may fail in silence.
  ready.catch(() => undefined)
  return { worker, ready }
}

/** Rejects with LATE when the time is over. */
function answer<T>(worker: Worker, task: Task): Promise<T> {
  return new Promise((done, failed) => {
    const heard = new AbortController()
    const end = () => {
      clearTimeout(timer)
      heard.abort()
    }
    const late = () => {
      timer = setTimeout(() => {
        end()
        failed(LATE)
      }, LAST_CALL_MS)
    }
    let timer = setTimeout(late, LONGEST_MS)
    worker.addEventListener(
      'message',
      e => {
        end()
        done(e.data.answer as T)
      },
      { signal: heard.signal },
    )
    worker.addEventListener(
      'error',
      e => {
        end()
        failed(new Error(e.message || 'what reads manifests has failed'))
      },
      { signal: heard.signal },
    )
    worker.postMessage(task)
  })
}
