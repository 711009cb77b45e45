// Disks: one that is for one node at a time is mounted on one node at a time, the one that it is attached to, unless somebody deleted by force.
import type { Engine } from '../../engine/index.ts'
import type { PersistentVolume } from '../../kube/index.ts'
import { attachments, isExclusive, mounted } from '../storage/index.ts'
import { machines } from '../tables.ts'
import type { Rules } from './rules.ts'

export const diskRules = (engine: Engine, isForced: (key: string) => boolean): Rules => ({
  look(say) {
    const by = new Map<string, string>()
    for (const m of mounted(engine.world).values()) {
      if (!m.attached || machines(engine.world).get(m.node)?.power !== 'on') continue
      const volume = engine.store.get<PersistentVolume>('persistentvolumes', m.disk)
      const claim = volume && isExclusive(volume) ? volume.spec.claimRef : undefined
      if (!claim?.name || isForced(`${claim.namespace}/${claim.name.slice(claim.name.indexOf('-') + 1)}`)) continue
      const other = by.get(m.disk)
      if (other !== undefined && other !== m.node) say(`disk ${m.disk} is mounted on ${other} and on ${m.node}`)
      by.set(m.disk, m.node)
      const at = attachments(engine.world).get(m.disk)?.node
      if (at !== m.node) say(`disk ${m.disk} is mounted on ${m.node} and attached to ${at ?? 'nobody'}`)
    }
  },
})
