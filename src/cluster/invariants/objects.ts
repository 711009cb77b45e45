// What holds of every object: versions rise, generations never fall, a name is not given away, nobody has two masters.
import type { Engine } from '../../engine/index.ts'
import type { Rules } from './rules.ts'

export function objectRules(engine: Engine): Rules {
  let rv = engine.store.rv
  return {
    judgesPeople: true,
    commit(c, say) {
      const { metadata } = c.object
      if (c.rv <= rv) say('resourceVersion must rise')
      rv = c.rv
      if (c.old && c.old.metadata.uid !== metadata.uid) say('a name is not given away while its object exists')
      if (metadata.generation !== undefined && metadata.generation < (c.old?.metadata.generation ?? 0)) say('generation never falls')
      if (c.old?.metadata.deletionTimestamp && !metadata.deletionTimestamp) say('a deletion is never taken back')
      if ((metadata.ownerReferences?.filter(r => r.controller).length ?? 0) > 1) say('has two controllers')
      if (c.type === 'DELETED' && metadata.finalizers?.length) say(`goes although ${metadata.finalizers} hold it`)
    },
  }
}
