// The session: one Zustand store that holds clock, histories, mirror and selection, and the only place that knows the wall clock. Each animation frame asks
// the host to let `wall × speed` pass and takes what changed. Calls to the host go one after the other, so that nothing overtakes what a person did.
import { createStore } from 'zustand/vanilla'
import { type ProfileName, profiles } from '../cluster/index.ts'
import type { Mark, SessionOptions, SessionState } from './contract.ts'
import type { Progress } from './host.ts'
import { addMarks, marksOfActions } from './marks.ts'
import { Mirror } from './mirror.ts'
import { OPENING, OPENING_MS } from './opening.ts'
import type { RemoteHost } from './remote.ts'
import { load, type Saved, save } from './saved.ts'

/** Agenda entries per call while playing: small enough that a click waits no longer than a frame or two. */
const SLICE = 4_000
/** The same on the way to a moment that was asked for. */
const LONG_SLICE = 40_000
/** A frame that took longer counts as this long, so that a hidden tab does not race afterwards. */
const LONGEST_FRAME_MS = 100
/** How far beyond what was played one can seek. */
const FARTHEST_MS = 24 * 3_600_000
const SAVE_EVERY_MS = 3_000
/** Quiet time passes this much faster. */
const QUIET_FACTOR = 40
const SLOWEST = 0.01
const FASTEST = 100

export const DEFAULTS: SessionOptions = { seed: 7, nodes: 3, profile: 'classroom' }

export interface Session {
  getState(): SessionState
  subscribe(listener: (state: SessionState, before: SessionState) => void): () => void
  getInitialState(): SessionState
  /** Opens what was saved, or the first scene; where other options are wished for than the saved ones, anew with those. */
  begin(wished?: Partial<SessionOptions>): Promise<void>
  /** A frame of the page's clock; `wallMs` since the last one. Does nothing while the last frame is still under way. */
  frame(wallMs: number): void
  /** Fingerprint of the whole state, the future included. */
  hash(): Promise<string>
}

/** Makes a session on a host. `persist`: keep it in the browser. */
export function createSession(host: RemoteHost, persist = true): Session {
  const mirror = new Mirror()
  let queue: Promise<unknown> = Promise.resolve()
  let underWay = false
  let savedAt = 0
  let decided: readonly Mark[] = []

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work, work)
    queue = done.catch(() => undefined)
    return done
  }

  const take = (progress: readonly Progress[], more: Partial<SessionState> = {}): void => {
    for (const { batch } of progress) {
      if (batch.reset) decided = []
      mirror.take(batch)
      decided = addMarks(decided, batch.trace)
    }
    const last = progress[progress.length - 1] as Progress
    const state = store.getState()
    const branches = more.branches ?? state.branches
    const done = marksOfActions(branches.find(b => b.id === last.branch))
    const { problem: _, ...rest } = state
    const problem = last.problem && { message: last.problem.message, report: report(state, last) }
    const marks = [...decided, ...done].sort((a, b) => a.at - b.at)
    store.setState(
      {
        ...rest,
        version: mirror.version,
        now: last.now,
        head: last.head,
        branch: last.branch,
        marks,
        ...more,
        ...(problem && { problem, playing: false }),
      },
      true,
    )
  }

  /** Goes on asking until the moment is reached, and shows only the end. */
  const arrive = async (first: Progress, again: () => Promise<Progress>): Promise<Progress[]> => {
    const all = [first]
    for (let p = first; !p.reached; all.push(p)) p = await again()
    return all
  }
  const goTo = async (ms: number) => arrive(await host.call('seek', ms, LONG_SLICE), () => host.call('advance', ms, LONG_SLICE))

  const keep = (): void => {
    const { options, branches, branch, now, speed, head, loading } = store.getState()
    if (!persist || loading) return
    savedAt = performance.now()
    void save({ version: 1, options, branches: branches.map(b => (b.id === branch ? { ...b, head } : b)), branch, now, speed })
  }

  const open = async (options: SessionOptions, saved?: Saved): Promise<void> => {
    const { selection: _s, problem: _p, forked: _f, ...rest } = store.getState()
    store.setState({ ...rest, loading: true, playing: false, options }, true)
    const profile = (Object.hasOwn(profiles, options.profile) ? options.profile : 'classroom') as ProfileName
    await host.open({ seed: options.seed, nodes: options.nodes, profile }, saved?.branches ?? [])
    const before: Progress[] = []
    const talk = options.scene === undefined
    if (!saved) for (const { atMs, ...action } of talk ? OPENING : []) before.push(...(await goTo(atMs)), await host.call('act', action))
    else before.push(await host.call('switchTo', saved.branch, saved.now, LONG_SLICE))
    const all = [...before, ...(await goTo(saved?.now ?? (talk ? OPENING_MS : 0)))]
    take(all, { loading: false, branches: await host.branches(), speed: saved?.speed ?? 1, playing: !saved })
    keep()
  }

  const store = createStore<SessionState>()((set, get) => ({
    options: DEFAULTS,
    version: 0,
    mirror,
    now: 0,
    head: 0,
    playing: false,
    speed: 1,
    skipQuiet: false,
    branch: 'h1',
    branches: [],
    marks: [],
    loading: true,

    play: () => set({ playing: !get().problem }),
    pause() {
      set({ playing: false, now: Math.floor(get().now) })
      keep()
    },
    setSpeed: speed => set({ speed: Math.min(FASTEST, Math.max(SLOWEST, speed)) }),
    setSkipQuiet: skipQuiet => set({ skipQuiet }),
    select: selection => set(({ selection: _, ...rest }) => (selection === undefined ? rest : { ...rest, selection }), true),
    dismissFork: () => set(({ forked: _, ...rest }) => rest, true),

    seek: (ms, keepPlaying = false) =>
      inTurn(async () => {
        if (!keepPlaying) set({ playing: false })
        take(await goTo(within(ms, get().head)))
        keep()
      }),
    stepForward: () =>
      inTurn(async () => {
        set({ playing: false })
        take([await host.call('stepForward')])
      }),
    stepBack: () =>
      inTurn(async () => {
        set({ playing: false })
        take([await host.call('stepBack')])
      }),
    act: (say, requests, wholly = false) =>
      inTurn(async () => {
        const acted = await host.call('act', { say, requests }, wholly)
        take([acted], { branches: await host.branches(), ...(acted.forked && { forked: acted.forked }) })
        keep()
        return acted.answers
      }),
    ask: request => inTurn(() => host.call('ask', request)),
    switchBranch: id =>
      inTurn(async () => {
        const to = get().branches.find(b => b.id === id)
        if (!to) return
        set({ playing: false })
        const at = Math.min(get().now, to.head)
        const first = await host.call('switchTo', id, at, LONG_SLICE)
        take(await arrive(first, () => host.call('advance', at, LONG_SLICE)), { branches: await host.branches() })
        keep()
      }),
    restart: options =>
      inTurn(() => {
        const { scene: _, ...kept } = get().options
        return open({ ...kept, ...options })
      }),
  }))

  /** The host itself failed: no progress came back. The clock stands, and says so; the log is kept. */
  const stop = (e: unknown): void => {
    const [message, stack] = e instanceof Error ? [e.message, e.stack ?? ''] : [String(e), '']
    const { options, branches, now, branch } = store.getState()
    store.setState({
      playing: false,
      problem: { message, report: JSON.stringify({ problem: { message, stack }, at: now, branch, options, branches }, null, 1) },
    })
  }

  const frame = async (wallMs: number): Promise<void> => {
    const { playing, loading, now, speed, skipQuiet } = store.getState()
    if (!playing || loading) return
    // The engine's time is whole milliseconds; what lies between frames at slow speeds is only shown.
    const exact = now + Math.min(wallMs, LONGEST_FRAME_MS) * speed
    const target = Math.floor(exact)
    const progress = await host.call('advance', target, SLICE)
    take([progress], progress.reached && !progress.problem ? { now: exact } : {})
    if (skipQuiet && !progress.eventful && progress.reached)
      take([await host.call('advance', Math.floor(target + (exact - now) * QUIET_FACTOR), SLICE, true)])
    if (performance.now() - savedAt > SAVE_EVERY_MS) keep()
  }

  return {
    ...store,
    begin: (wished = {}) =>
      inTurn(async () => {
        const saved = persist ? await load() : undefined
        const goOn = saved && Object.entries(wished).every(([k, v]) => saved.options[k as keyof SessionOptions] === v)
        const anew = () => open({ ...DEFAULTS, ...wished })
        // A saved session that cannot be opened is none.
        await (goOn ? open(saved.options, saved).catch(anew) : anew())
      }),
    frame(wallMs) {
      const { playing, loading, problem } = store.getState()
      if (underWay || !playing || loading || problem) return
      underWay = true
      void inTurn(() => frame(wallMs))
        .catch(stop)
        .finally(() => {
          underWay = false
        })
    },
    hash: () => inTurn(() => host.call('hash')),
  }
}

/** A moment that can be gone to: nobody waits for more than a day of the future at once. */
function within(ms: number, head: number): number {
  return Math.min(Math.max(0, Math.round(ms) || 0), Math.ceil(head) + FARTHEST_MS)
}

/** What somebody needs to see the same exception: seed, options, the log, and where it happened. */
function report({ options, branches }: SessionState, last: Progress): string {
  return JSON.stringify({ problem: last.problem, at: last.now, branch: last.branch, options, branches }, null, 1)
}
