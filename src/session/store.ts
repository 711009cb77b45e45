// The session: one Zustand store that holds clock, histories, mirror and selection, and the only place that knows the wall clock. Each animation frame asks
// the host to let `wall × speed` pass and takes what changed. Calls to the host go one after the other, so that nothing overtakes what a person did.
import { createStore } from 'zustand/vanilla'
import type { Mark, SessionOptions, SessionState } from './contract.ts'
import type { Progress } from './host.ts'
import { Keeper } from './keeper.ts'
import { histories, Keeping } from './keeping.ts'
import { addMarks, marksOfActions } from './marks.ts'
import { Mirror } from './mirror.ts'
import { OPENING, OPENING_MS } from './opening.ts'
import { clusterOf, DEFAULTS, within } from './options.ts'
import { FAR_MS, FASTEST, LONG_SLICE, LONGEST_FRAME_MS, QUIET_FACTOR, SLICE, SLOWEST } from './pace.ts'
import { HostGone, type RemoteHost } from './remote.ts'
import { report } from './report.ts'
import type { Saved } from './saved.ts'
import { Spread } from './spread.ts'
import { UNANSWERED } from './unanswered.ts'

export interface Session {
  getState(): SessionState
  subscribe(listener: (state: SessionState, before: SessionState) => void): () => void
  getInitialState(): SessionState
  /** Opens what was saved, or the first scene; where other options are wished for than the saved ones, anew with those. */
  begin(wished?: Partial<SessionOptions>): Promise<void>
  /** A frame of the page's clock; `wallMs` since the last one. Does nothing while the last frame is still under way. */
  frame(wallMs: number): void
  /** Keeps in the browser what there is: where time stands at once, as a page must that is being left. */
  keep(): Promise<boolean>
  /** When everything that was asked so far has been done. */
  settled(): Promise<void>
  /** Fingerprint of the whole state, the future included. */
  hash(): Promise<string>
}

/** Makes a session on a host. `persist`: keep it in the browser. */
export function createSession(host: RemoteHost, persist = true): Session {
  const mirror = new Mirror()
  const keeper = persist ? new Keeper() : undefined
  let queue: Promise<unknown> = Promise.resolve()
  let underWay = false
  /** Counts journeys to a moment: who finds that it has changed gives up. */
  let journey = 0
  let departed = 0
  let gone = false
  /** What is asked of the clock while nothing is open yet: it holds for what will be. */
  let wishes: Partial<Pick<SessionState, 'playing' | 'speed'>> = {}
  let decided: readonly Mark[] = []

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work, work)
    queue = done.catch(() => undefined)
    return done
  }

  const spread = new Spread()
  const take = (fresh: readonly Progress[], more: Partial<SessionState> = {}): void => {
    const progress = spread.with(fresh)
    for (const { batch } of progress) {
      if (batch.reset) decided = []
      mirror.take(batch)
      decided = addMarks(decided, batch.trace)
    }
    const last = progress[progress.length - 1] as Progress
    const state = store.getState()
    const done = marksOfActions((more.branches ?? state.branches).find(b => b.id === last.branch))
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

  /** Goes on asking until the moment is reached, or until the journey is broken off, and shows only the end. */
  const arrive = async (first: Progress, to: number, longestMs = Number.POSITIVE_INFINITY): Promise<Progress[]> => {
    const mine = journey
    const all = [first]
    const end = performance.now() + longestMs
    for (let p = first; !p.reached && journey === mine && performance.now() < end; all.push(p))
      p = await host.call('advance', to, LONG_SLICE)
    return all
  }
  /** A journey that the page tells of. */
  const travel = async (to: number, go: () => Promise<Progress[]>): Promise<void> => {
    departed = performance.now()
    store.setState({ going: to })
    take(await go().finally(() => store.setState(({ going: _, ...rest }) => rest, true)))
  }
  /** With a new host, where the last one is gone: all that is known of the histories is in their logs. */
  const goTo = async (ms: number) => {
    if (!gone) return arrive(await host.call('seek', ms, LONG_SLICE), ms)
    const { options, branch } = store.getState()
    await host.open(clusterOf(options), histories(store.getState()))
    gone = false
    return arrive(await host.call('switchTo', branch, ms, LONG_SLICE), ms)
  }
  const open = async (options: SessionOptions, saved?: Saved): Promise<void> => {
    const { selection: _s, problem: _p, forked: _f, ...rest } = store.getState()
    store.setState({ ...rest, loading: true, playing: false, options, ...wishes }, true)
    await host.open(clusterOf(options), saved?.branches ?? [])
    gone = false
    const before: Progress[] = []
    const talk = options.scene === undefined
    if (!saved) for (const { atMs, ...action } of talk ? OPENING : []) before.push(...(await goTo(atMs)), await host.call('act', action))
    const to = saved?.now ?? (talk ? OPENING_MS : 0)
    const first = saved ? host.call('switchTo', saved.branch, to, LONG_SLICE) : host.call('seek', to, LONG_SLICE)
    const all = [...before, ...(await arrive(await first, to, FAR_MS))]
    take(all, { loading: false, branches: await host.branches(), speed: saved?.speed ?? 1, playing: !saved, ...wishes })
    wishes = {}
    // What was played for hours takes a while to be played again: it is shown as any far journey is.
    if (!all.at(-1)?.reached) await travel(to, async () => arrive(await host.call('advance', to, LONG_SLICE), to))
    void keep()
  }
  /** A saved session that cannot be opened is none; it is kept all the same. */
  const resume = (saved: Saved, wished: Partial<SessionOptions>): Promise<void> =>
    open(saved.options, saved).catch(async () => {
      await keeper?.another()
      return open({ ...DEFAULTS, ...wished })
    })
  const wish = (asked: typeof wishes): void => {
    if (store.getState().loading) wishes = { ...wishes, ...asked }
    store.setState(asked)
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
    unkept: false,

    play: () => wish({ playing: get().loading || !get().problem }),
    pause() {
      wish({ playing: false })
      if (spread.waits) take([])
      set({ now: Math.floor(get().now) })
      void keep()
    },
    setSpeed: speed => wish({ speed: Math.min(FASTEST, Math.max(SLOWEST, speed)) }),
    setSkipQuiet: skipQuiet => set({ skipQuiet }),
    select: selection => set(({ selection: _, ...rest }) => (selection === undefined ? rest : { ...rest, selection }), true),
    dismissFork: () => set(({ forked: _, ...rest }) => rest, true),

    halt() {
      if (get().going === undefined) return false
      journey++
      return true
    },
    seek(ms, keepPlaying = false) {
      const mine = ++journey
      return inTurn(async () => {
        if (journey !== mine) return
        if (!keepPlaying) set({ playing: false })
        const to = within(ms, get().head)
        await travel(to, () => goTo(to))
        void keep()
      }).catch(stopped(undefined))
    },
    stepForward: () =>
      inTurn(async () => {
        set({ playing: false })
        if (!gone) take([await host.call('stepForward')])
      }).catch(stopped(undefined)),
    stepBack: () =>
      inTurn(async () => {
        set({ playing: false })
        take(gone ? await goTo(Math.max(0, Math.floor(get().now) - 1)) : [await host.call('stepBack')])
      }).catch(stopped(undefined)),
    act(say, requests, wholly = false) {
      if (get().going !== undefined && performance.now() - departed > FAR_MS) journey++
      const unanswered = requests.map(() => UNANSWERED)
      return inTurn(async () => {
        if (gone) return unanswered
        const acted = await host.call('act', { say, requests }, wholly)
        take([acted], { branches: await host.branches(), ...(acted.forked && { forked: acted.forked }) })
        void keep(true)
        return acted.answers
      }).catch(stopped(unanswered))
    },
    ask: request => inTurn(async () => (gone ? UNANSWERED : host.call('ask', request))).catch(stopped(UNANSWERED)),
    switchBranch(id) {
      journey++
      return inTurn(async () => {
        const to = get().branches.find(b => b.id === id)
        if (!to) return
        set({ playing: false })
        const at = Math.min(get().now, to.head)
        if (gone) await host.open(clusterOf(get().options), histories(store.getState()))
        gone = false
        const first = await host.call('switchTo', id, at, LONG_SLICE)
        take(await arrive(first, at), { branches: await host.branches() })
        void keep()
      }).catch(stopped(undefined))
    },
    restart(options) {
      journey++
      // At once, so that what is asked of the clock from now on is asked of the new cluster.
      set({ loading: true })
      return inTurn(async () => {
        const before = get().options
        const { scene: _, ...kept } = before
        await open({ ...kept, ...options }).catch(e => {
          // There is no new cluster; the old one is gone too, but not its log.
          gone = true
          set({ loading: false, options: before })
          stop(e)
        })
      })
    },
  }))

  const keeping = keeper && new Keeping(keeper, store)
  const keep = async (done?: boolean) => keeping?.keep(done) ?? true

  /** The host itself failed: no progress came back. The clock stands, and says so; the log is kept. */
  const stop = (e: unknown): void => {
    gone ||= e instanceof HostGone
    const [message, stack] = e instanceof Error ? [e.message, e.stack ?? ''] : [String(e), '']
    const state = store.getState()
    store.setState({ playing: false, problem: { message, report: report(state, { ...state, problem: { message, stack } }) } })
  }

  /** What is answered instead when the host is gone; any other failure is passed on. */
  const stopped =
    <T>(instead: T) =>
    (e: unknown): T => {
      if (!(e instanceof HostGone)) throw e
      stop(e)
      return instead
    }

  const frame = async (wallMs: number): Promise<void> => {
    const { playing, loading, now, speed, skipQuiet } = store.getState()
    if (!playing || loading) return
    // The engine's time is whole milliseconds; what lies between frames at slow speeds is only shown.
    const exact = now + Math.min(wallMs, LONGEST_FRAME_MS) * speed
    const target = Math.floor(exact)
    const progress = await host.call('advance', target, SLICE)
    // Who has paused meanwhile stands at a whole millisecond, and stays there.
    const goesOn = () => store.getState().playing && progress.reached && !progress.problem
    if (goesOn() && spread.keeps(progress)) store.setState({ now: exact, head: progress.head })
    else take([progress], goesOn() ? { now: exact } : {})
    if (skipQuiet && goesOn() && !progress.eventful && progress.reached)
      take([await host.call('advance', Math.floor(target + (exact - now) * QUIET_FACTOR), SLICE, true)])
    if (keeping?.isDue) void keep()
  }

  return {
    ...store,
    begin: (wished = {}) =>
      inTurn(async () => {
        const saved = await keeper?.begin(wished)
        await (saved ? resume(saved, wished) : open({ ...DEFAULTS, ...wished }))
        void keeping?.offerLate(late => inTurn(async () => resume(await late(), wished)))
      }),
    keep,
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
    settled: () => inTurn(async () => undefined),
    hash: () => inTurn(() => host.call('hash')),
  }
}
