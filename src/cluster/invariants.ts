// What must hold at every instant, whatever people and faults do. Tests and development run these beside the engine; a broken one is a defect of ours, never
// of the person who acted. Each rule tells what it saw. What Kubernetes promises of each workload is in invariants/, a file each.
import type { Commit, Engine } from '../engine/index.ts'
import { budgetRules } from './invariants/budgets.ts'
import { daemonRules } from './invariants/daemons.ts'
import { diskRules } from './invariants/disks.ts'
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

/**
 * Looks at every commit from now on and at everything when `look` is called; `broken` lists what was violated, in words. `isForced`: whether somebody has
 * ever deleted a pod of that key by force, or its node, which is to say that he takes the promises upon himself.
 */
export function watchInvariants(engine: Engine, isForced: (key: string) => boolean = () => false): { broken: string[]; look(): void } {
  const broken: string[] = []
  const say: Say = what => void broken.push(`${engine.now} ms: ${what}`)
  const rules = ALL.map(of => of(engine, isForced))
  const byPlural = new Map<string, NonNullable<Rules['commit']>[]>()
  for (const { plurals, commit } of rules) {
    for (const plural of commit ? (plurals ?? []) : []) {
      const list = byPlural.get(plural)
      if (list) list.push(commit as never)
      else byPlural.set(plural, [commit as never])
    }
  }
  const everywhere = rules.flatMap(r => (r.commit && !r.plurals ? [r.commit] : []))
  engine.store.listen((c: Commit) => {
    const about: Say = what => say(`${c.plural} ${c.key}: ${what}`)
    for (const rule of everywhere) rule(c, about)
    for (const rule of byPlural.get(c.plural) ?? []) rule(c, about)
  })
  return { broken, look: () => rules.forEach(r => void r.look?.(say)) }
}
