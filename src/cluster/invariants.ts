// What must hold at every instant, whatever people and faults do. Tests and development run these beside the engine; a broken one is a defect of ours, never
// of the person who acted (invariants/hands.ts). Each rule tells what it saw. What Kubernetes promises of each workload is in invariants/, a file each.
import type { Commit, Engine } from '../engine/index.ts'
import { budgetRules } from './invariants/budgets.ts'
import { daemonRules } from './invariants/daemons.ts'
import { diskRules } from './invariants/disks.ts'
import { Hands } from './invariants/hands.ts'
import { jobRules } from './invariants/jobs.ts'
import { objectRules } from './invariants/objects.ts'
import { ordinalRules } from './invariants/ordinals.ts'
import { podRules } from './invariants/pods.ts'
import { rolloutRules } from './invariants/rollouts.ts'
import type { Rules, Say } from './invariants/rules.ts'
import { trafficRules } from './invariants/traffic.ts'

const ALL: readonly ((engine: Engine, isForced: (key: string) => boolean) => Rules)[] = [
  objectRules,
  podRules,
  trafficRules,
  rolloutRules,
  ordinalRules,
  diskRules,
  daemonRules,
  jobRules,
  budgetRules,
]

export interface InvariantWatch {
  /** What was violated, in words. */
  readonly broken: readonly string[]
  /** Looks at everything as it lies there. */
  look(): void
  /** The world is another one, a checkpoint was restored: begins anew, and knows nothing of before. */
  begin(): void
}

const SILENT: Say = () => {}

/**
 * Looks at every commit from now on, and at everything when `look` is called. `isForced`: whether somebody has ever deleted a pod of that key by force, or
 * its node, which is to say that he takes the promises upon himself; as it is seen, unless it is given.
 */
export function watchInvariants(engine: Engine, isForced?: (key: string) => boolean): InvariantWatch {
  const broken: string[] = []
  const say: Say = what => void broken.push(`${engine.now} ms: ${what}`)
  const hands = new Hands(engine)
  const all = () => ALL.map(of => of(engine, isForced ?? (key => hands.forced.has(key))))
  let rules = all()
  let byPlural = sorted(rules)
  engine.store.listen((c: Commit) => {
    hands.see(c)
    const isOwn = hands.isOwn(c)
    const about: Say = what => say(`${c.plural} ${c.key}: ${what}`)
    for (const of of [byPlural.get(ANY), byPlural.get(c.plural)])
      for (const rule of of ?? []) rule.commit?.(c, isOwn && !rule.judgesPeople ? SILENT : about, isOwn)
  })
  return {
    broken,
    look() {
      for (const rule of rules) rule.look?.(say)
    },
    begin() {
      broken.length = 0
      hands.begin()
      rules = all()
      byPlural = sorted(rules)
    },
  }
}

/** Stands for all kinds. */
const ANY = '*'

function sorted(rules: readonly Rules[]): ReadonlyMap<string, readonly Rules[]> {
  const byPlural = new Map<string, Rules[]>()
  for (const rule of rules) {
    for (const plural of rule.commit ? (rule.plurals ?? [ANY]) : []) {
      const list = byPlural.get(plural)
      if (list) list.push(rule)
      else byPlural.set(plural, [rule])
    }
  }
  return byPlural
}
