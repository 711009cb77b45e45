// The browser's IndexedDB as it is to be met: it may refuse, be full, or say nothing at all. Nobody waits long for it; while it is silent everybody is refused at once.
import { createStore, keys, type UseStore } from 'idb-keyval'

/** For what was kept; a write may take longer. */
const LONGEST_MS = 2_000
export const LONGEST_WRITE_MS = 20_000
const AGAIN_MS = 5_000

const connect = () => createStore('keyval-store', 'keyval')
let store = connect()
let silence: Promise<void> | undefined

/** Ends when the storage answers again; nothing: it is not silent. */
export const storageSilence = (): Promise<void> | undefined => silence

/** What the storage answers, if it does. */
export async function askStorage<T>(question: (store: UseStore) => Promise<T>, ms = LONGEST_MS): Promise<T> {
  if (silence) throw new Error()
  const asked = question(store)
  return new Promise((done, failed) => {
    const timer = setTimeout(() => {
      silence ??= endOfSilence()
      failed(new Error())
    }, ms)
    asked.then(done, failed).finally(() => clearTimeout(timer))
  })
}

/** It is asked again from time to time, each time over a connection of its own, because an old one may never answer. A refusal is an answer too. */
const endOfSilence = () =>
  new Promise<void>(done => {
    const timer = setInterval(() => {
      const fresh = connect()
      const heard = () => {
        clearInterval(timer)
        store = fresh
        silence = undefined
        done()
      }
      Promise.resolve(fresh).then(keys).then(heard, heard)
    }, AGAIN_MS)
  })
