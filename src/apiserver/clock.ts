// The Clock (podium.local/v1): time belongs to whoever lets it pass, so what is asked of the object named `clock` is passed on to that host, which
// says what the clock shows and what it can do with a change. Nothing of it is stored.
import { ApiError, type ApiObject, notFound, type Resource } from '../kube/index.ts'

export interface ClockSpec {
  paused: boolean
  /** Simulated seconds per real second. */
  speed: number
  /** While paused: go there as fast as possible, then stay paused. RFC 3339. */
  runUntil?: string
}

export interface ClockHook {
  spec(): ClockSpec
  /** Simulated now with milliseconds, RFC 3339. */
  now(): string
  seed(): number
  set(spec: ClockSpec): void
}

const NAME = 'clock'
const LEAST_SPEED = 0.01
const MOST_SPEED = 1000
const UID = '00000000-0000-4000-8000-00000000c10c'

export const isClock = (r: Resource): boolean => r.plural === 'clocks' && r.group === 'podium.local'

export function clockObject(hook: ClockHook, createdAt: string): ApiObject {
  return {
    apiVersion: 'podium.local/v1',
    kind: 'Clock',
    metadata: { name: NAME, uid: UID, resourceVersion: '1', creationTimestamp: createdAt },
    spec: { ...hook.spec() },
    status: { now: hook.now(), seed: hook.seed() },
  }
}

/** The clock by its name. Throws 404 when it is another name or when nobody keeps the time here. */
export function clockNamed(hook: ClockHook | undefined, r: Resource, name: string, createdAt: string): ApiObject {
  if (!hook || name !== NAME) throw notFound(r, name)
  return clockObject(hook, createdAt)
}

/** Sets the clock as a changed object says. Throws 422. */
export function setClock(hook: ClockHook, changed: ApiObject): void {
  const { paused, speed, runUntil } = (changed.spec ?? {}) as Partial<ClockSpec>
  if (speed !== undefined && (typeof speed !== 'number' || !(speed >= LEAST_SPEED && speed <= MOST_SPEED)))
    throw wrong('spec.speed', `Invalid value: ${JSON.stringify(speed)}: must be between ${LEAST_SPEED} and ${MOST_SPEED}`)
  if (paused !== undefined && typeof paused !== 'boolean')
    throw wrong('spec.paused', `Invalid value: ${JSON.stringify(paused)}: must be true or false`)
  if (runUntil && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(runUntil))
    throw wrong('spec.runUntil', `Invalid value: ${JSON.stringify(runUntil)}: must be a time in RFC 3339`)
  hook.set({ paused: paused ?? false, speed: speed ?? 1, ...(runUntil && { runUntil }) })
}

const wrong = (field: string, message: string) =>
  new ApiError(422, 'Invalid', `Clock.podium.local "${NAME}" is invalid: ${field}: ${message}`, {
    name: NAME,
    group: 'podium.local',
    kind: 'Clock',
    causes: [{ reason: 'FieldValueInvalid', message, field }],
  })
