// A cluster behind an HTTP server: the engine, the clock that drives it, the door, and the sockets.
import type { AddressInfo } from 'node:net'
import { createDoor, DEFAULT_LIMITS, type DoorOptions } from '../apiserver/index.ts'
import type { Engine } from '../engine/index.ts'
import { formatTime, parseTime } from '../kube/index.ts'
import { HttpDoor } from './http.ts'
import { loadObjects } from './load.ts'
import { Pace } from './pace.ts'
import { readProtobuf } from './protobuf/decode.ts'
import { WallDates } from './walldates.ts'
import { yaml } from './yaml.ts'

export interface ServeOptions {
  port: number
  seed: number
  speed: number
  paused: boolean
  timestamps: 'wall' | 'simulated'
  /** YAML of objects to begin with. */
  load?: string
  containers?: DoorOptions['containers']
  complain(message: string): void
}

export interface Serving {
  url: string
  close(): void
}

const HEADLESS = { pods: 250_000, objects: 1_000_000 }
/** How long the answer to a run of the clock may be held back, so that a client need not ask whether it is done. */
const RUN_WAIT_MS = 200

export async function serve(engine: Engine, options: ServeOptions): Promise<Serving> {
  const dates = options.timestamps === 'wall' ? new WallDates() : undefined
  const pace: Pace = new Pace(engine, {
    seed: options.seed,
    speed: options.speed,
    paused: options.paused,
    format: ms => `${formatTime(ms).slice(0, -1)}.${String(Math.floor(ms) % 1000).padStart(3, '0')}Z`,
    parse: parseTime,
    changed: () => http.pump(),
    failed: e => options.complain(`the simulation has stopped: ${e instanceof Error ? e.stack : String(e)}`),
  })
  const door = createDoor(engine, {
    limits: HEADLESS,
    clock: pace,
    yaml,
    protobuf: readProtobuf,
    ...(dates && { dates }),
    ...(options.containers && { containers: options.containers }),
  })
  const http = new HttpDoor({
    door,
    mostBytes: DEFAULT_LIMITS.bodyBytes,
    before: () => {
      pace.catchUp()
      dates?.tune(Date.now(), engine.nowMs)
    },
    after: ({ path }) => (path.includes('/clocks/') ? pace.reached(RUN_WAIT_MS) : Promise.resolve()),
    failed: e => options.complain(e instanceof Error ? (e.stack ?? e.message) : String(e)),
  })
  dates?.tune(Date.now(), engine.nowMs)
  if (options.load !== undefined) for (const complaint of loadObjects(door, options.load)) options.complain(complaint)
  await new Promise<void>((listening, refused) => {
    http.server.once('error', refused)
    http.server.listen({ port: options.port, host: '127.0.0.1' }, listening)
  })
  pace.start()
  return {
    url: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`,
    close: () => {
      pace.stop()
      http.close()
    },
  }
}
