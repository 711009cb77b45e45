// What programs of images do in the course of time, as an actor: messages between members of ensembles, lines of batch processes. And what is forgotten
// when a Job or a disk is gone.
import type { Actor } from '../../../engine/index.ts'
import { kept, tiles } from '../../tables.ts'
import { hear } from './ensembles/index.ts'
import { forgetTiles, type LineEvent, lineDue } from './work.ts'

export const programs: Actor = {
  name: 'programs',
  plural: 'pods',
  watches: [
    { plural: 'jobs', keys: (c, world) => (c.type === 'DELETED' && world.table('tiles').size > 0 ? [`job ${c.key}`] : []) },
    { plural: 'persistentvolumes', keys: (c, world) => (c.type === 'DELETED' && kept(world).size > 0 ? [`disk ${c.key}`] : []) },
  ],

  look(world, key) {
    const [what, name = ''] = key.split(' ')
    if (what === 'job' && tiles(world).size > 0) forgetTiles(world, name)
    if (what === 'disk') for (const [pod, row] of [...kept(world).entries()]) if (row.disk === name) kept(world).delete(pod)
    return undefined
  },

  receive(world, e) {
    if (e.type === 'line') lineDue(world, e as LineEvent)
    else hear(world, e)
  },
}
