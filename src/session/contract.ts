// What views may see and ask of the session. The Zustand store behind it is in store.ts; everything here is its public shape.
import type { Mirror } from './mirror.ts'

/** A request to the front door, as data: what the action log holds. */
export interface DoorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path with query: `/apis/apps/v1/namespaces/default/deployments/web/scale`. */
  path: string
  body?: unknown
  /** Default `application/json`; for PATCH: merge-patch unless said. */
  contentType?: string
  accept?: string
}
export interface DoorAnswer {
  status: number
  body: unknown
  /** Texts of `Warning` headers. */
  warnings: readonly string[]
}

/** What a person did, for the log, the timeline and "Why?". `say` is a key of the catalogues with its arguments: "You set the image to …". */
export interface Action {
  atMs: number
  say: { code: string; args: Record<string, string | number> }
  requests: readonly DoorRequest[]
}

/** A mark on the timeline. */
export interface Mark {
  readonly at: number
  readonly sort: 'you' | 'fault' | 'controller' | 'change'
  readonly code: string
  readonly args: Record<string, string | number | boolean>
  /** The trace entry, where there is one. */
  readonly trace?: number
}

/** One history. Acting in the past forks: the old one stays. */
export interface Branch {
  readonly id: string
  /** 1, 2, 3 … in order of birth; the first is 1. */
  readonly number: number
  /** Where it left its parent; absent for the first. */
  readonly forkedFrom?: { branch: string; at: number }
  /** How far it has been played. */
  readonly head: number
  readonly actions: readonly Action[]
}

export interface SessionOptions {
  seed: number
  nodes: number
  profile: string
  /** With what it begins; absent: the talk's Deployment. Any other name: with nothing, and who named it puts there what it wants. */
  scene?: string
}

export interface SessionState {
  readonly options: SessionOptions
  /** Changes with every batch; the mirror itself is a live object. Select `version` or use the hooks in hooks.ts. */
  readonly version: number
  readonly mirror: Mirror
  /** Simulated milliseconds since the start, now. */
  readonly now: number
  /** How far the present history has been played. now < head: we are looking at the past. */
  readonly head: number
  readonly playing: boolean
  /** Simulated seconds per real second, 0.01 … 100. */
  readonly speed: number
  readonly skipQuiet: boolean
  readonly branch: string
  readonly branches: readonly Branch[]
  readonly marks: readonly Mark[]
  /** The last fork, until it is dismissed: "You acted in the past: the old future is kept as history N". */
  readonly forked?: { from: string; to: string; at: number }
  /** What is selected: `pods default/web-1`, `nodes node-1`, `deployments default/web`, `services …`. */
  readonly selection?: string
  /** The engine has stopped with an exception; the clock stands. */
  readonly problem?: { message: string; report: string }
  /** On the way to a moment that takes a while to reach; `halt` ends the journey where it is. */
  readonly going?: number
  /** Not yet ready to show anything. */
  readonly loading: boolean
  /** The browser refused to keep what was done last: a reload will not bring it back. */
  readonly unkept: boolean
  /** What this tab had kept was found late, after something was done here: goes on with that. */
  readonly openKept?: () => Promise<void>

  play(): void
  pause(): void
  setSpeed(speed: number): void
  setSkipQuiet(on: boolean): void
  /**
   * To that moment of the present history; beyond its head, time is played as fast as possible up to there. Pauses unless `keepPlaying`. A
   * later seek takes its place, a switch to another history or a restart ends it; a far one is also broken off by an act. */
  seek(ms: number, keepPlaying?: boolean): Promise<void>
  /** Breaks off a journey that is under way: we are then where it had come to. Returns whether there was one. */
  halt(): boolean
  /** To the moment after the next thing happens. Pauses. */
  stepForward(): Promise<void>
  /** To the moment before the last thing happened. Pauses. */
  stepBack(): Promise<void>
  /**
   * Does something, now: logged, forks when we are in the past. All writes go through here. `wholly`: when one request is refused, nothing is done. One answer
   * for each request: 503 for what was not done because the simulation has stopped. */
  act(say: Action['say'], requests: readonly DoorRequest[], wholly?: boolean): Promise<readonly DoorAnswer[]>
  /** Reads (GET only, not logged). */
  ask(request: DoorRequest): Promise<DoorAnswer>
  select(subject: string | undefined): void
  switchBranch(id: string): Promise<void>
  dismissFork(): void
  /** Starts anew with another seed, size or profile; what was there is gone after `confirm` in the view. */
  restart(options: Partial<SessionOptions>): Promise<void>
}
