// Every request is served, refused, timed out or in flight, and the four add up.
import type { Engine } from '../../engine/index.ts'
import type { Traffic } from '../tables.ts'
import type { Rules } from './rules.ts'

export const trafficRules = (engine: Engine): Rules => ({
  look(say) {
    for (const t of engine.table<Traffic>('traffic').values()) {
      if (t.sent !== t.served + t.refused + t.timedOut + t.inFlight)
        say(`requests to ${t.service} do not add up: ${t.sent} ≠ ${t.served} + ${t.refused} + ${t.timedOut} + ${t.inFlight}`)
    }
  },
})
