// Which of the kept sessions is this tab's. Each tab writes to a name of its own, which it holds by a lock for as long as it lives: so two tabs do not overwrite
// each other, and who follows a link to another cluster finds the first one again. Of those that no tab holds the oldest makes room.
import type { Branch, SessionOptions } from './contract.ts'
import { load, names, placeOf, type Saved, save, savePlace } from './saved.ts'
import { storageSilence } from './storage.ts'

/** So many sessions are kept, and one for each tab that is open. */
const MOST = 8
const MOST_TABS = 64
/** The page that this one replaces may not have let go yet. */
const PATIENCE_MS = 500
const MINE = 'podium.tab'

const nameOf = (n: number) => (n === 1 ? 'podium.session' : `podium.session.${n}`)
const NAMES = Array.from({ length: MOST_TABS }, (_, i) => nameOf(i + 1))

/** A session that lies under a name; its tab may just be leaving. */
interface Found {
  readonly name: string
  readonly saved: Saved
  readonly patience: number
}

export class Keeper {
  #name: string | undefined
  #letGo: () => void = () => {}
  /** The log as it was last written: it is written again when something was done. */
  #written: readonly Branch[] | undefined
  #writing: Promise<boolean> = Promise.resolve(false)
  /** What this tab would have gone on with, had the storage answered in time. */
  late: Promise<Found | undefined> | undefined

  /** What this tab goes on with: its own session, else the latest that is as wished for; undefined: with none. */
  async begin(wished: Partial<SessionOptions>): Promise<Saved | undefined> {
    const own = remembered()
    const found = await this.#find(own, wished)
    if (found) return this.own(found)
    this.late = storageSilence()?.then(() => this.#find(own, wished))
    await this.another()
    return undefined
  }

  /** It is this tab's from now on. */
  async own({ name, saved, patience }: Found): Promise<Saved> {
    // Another tab has it: then this one goes on with the same under a name of its own.
    if (!(await this.#claim(name, patience))) await this.another()
    return saved
  }

  async #find(own: string | undefined, wished: Partial<SessionOptions>): Promise<Found | undefined> {
    const later = (a: string, b: string) => (placeOf(b)?.savedAt ?? 0) - (placeOf(a)?.savedAt ?? 0)
    const there = await names()
    const order = [...(own ? [own] : []), ...NAMES.filter(n => n !== own && n !== this.#name && there.has(n)).sort(later)]
    for (const name of order) {
      const place = placeOf(name)
      if (place && !agrees(place.options, wished)) continue
      const saved = await load(name)
      if (typeof saved !== 'string' && agrees(saved.options, wished)) return { name, saved, patience: name === own ? PATIENCE_MS : 0 }
    }
    return undefined
  }

  /** A name under which nothing lies; where there is none, that of the oldest session that no tab holds. What this tab has kept so far stays. */
  async another(): Promise<void> {
    const there = await names()
    const older = (a: string, b: string) => (placeOf(a)?.savedAt ?? 0) - (placeOf(b)?.savedAt ?? 0)
    const first = NAMES.slice(0, MOST)
    const order = [...first.filter(n => !there.has(n)), ...first.filter(n => there.has(n)).sort(older), ...NAMES.slice(MOST)]
    for (const name of order) if (name !== this.#name && (await this.#claim(name, 0))) return
  }

  /** Keeps it: where time stands at once, and the log when it is another one than was kept last. Answers whether the browser has taken
   * the log. */
  keep(saved: Saved, log: readonly Branch[]): Promise<boolean> {
    const name = this.#name
    const branch = saved.branches.find(b => b.id === saved.branch)
    if (!name || !branch) return this.#writing
    const { options, now, speed } = saved
    savePlace(name, { options, branch: branch.id, now, speed, head: branch.head, actions: branch.actions.length, savedAt: Date.now() })
    if (log === this.#written) return this.#writing
    this.#written = log
    this.#writing = save(name, saved).then(done => {
      if (!done && this.#written === log) this.#written = undefined
      return done
    })
    return this.#writing
  }

  /** Takes the name for this tab, and lets go of the one it had. Returns whether it was to be had. */
  async #claim(name: string, waitMs: number): Promise<boolean> {
    const held = await hold(name, waitMs)
    if (!held) return false
    this.#letGo()
    this.#letGo = held
    this.#name = name
    this.#written = undefined
    remember(name)
    return true
  }
}

const agrees = (options: SessionOptions, wished: Partial<SessionOptions>) =>
  Object.entries(wished).every(([k, v]) => options[k as keyof SessionOptions] === v)

/** Holds a name as long as the page lives, or until the answer is called; undefined: another tab holds it. Where there are no locks, everybody does. */
function hold(name: string, waitMs: number): Promise<(() => void) | undefined> {
  if (typeof navigator === 'undefined' || !navigator.locks) return Promise.resolve(() => {})
  return new Promise(done => {
    navigator.locks
      .request(name, waitMs ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true }, lock => {
        if (!lock) return done(undefined)
        return new Promise<void>(end => done(end))
      })
      // Not the time that was over but no locks at all: as where there are none.
      .catch(e => done(e?.name === 'TimeoutError' ? undefined : () => {}))
  })
}

function remembered(): string | undefined {
  try {
    const name = sessionStorage.getItem(MINE)
    return name !== null && NAMES.includes(name) ? name : undefined
  } catch {
    return undefined
  }
}

function remember(name: string): void {
  try {
    sessionStorage.setItem(MINE, name)
  } catch {
    // refused: then the latest session is this tab's
  }
}
