// Where a pod can go by its volumes, in a whole cluster.
import { expect, it } from 'vitest'
import { StorageWorld } from '../storage/testing/world.ts'

const nodeOf = (w: StorageWorld, name: string) => w.engine.store.get('pods', `default/${name}`)?.spec.nodeName
const phaseOf = (w: StorageWorld, name: string) => w.engine.store.get('pods', `default/${name}`)?.status.phase

it('a pod goes where its volume is usable', () => {
  const w = new StorageWorld()
  for (const n of [3, 2, 1]) {
    const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [`node-${n}`] }]
    w.volume(`v${n}`, '1Gi', { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } })
    w.claim(`c${n}`, { storageClassName: 'by-hand', volumeName: `v${n}` })
  }
  w.wait(3)
  // Twice each: spreading alone would not bring both to one node.
  for (const n of [3, 2, 1]) for (const i of ['a', 'b']) w.pod(`p${n}${i}`, `c${n}`, 'sleep 1000')
  w.wait(10)
  const found = [1, 2, 3].flatMap(n => [nodeOf(w, `p${n}a`), nodeOf(w, `p${n}b`)])
  expect(found).toEqual(['node-1', 'node-1', 'node-2', 'node-2', 'node-3', 'node-3'])
})

it('a claim for one pod alone is free again when that pod has ended, though its object is there', () => {
  const w = new StorageWorld()
  w.claim('alone', { accessModes: ['ReadWriteOncePod'] })
  w.pod('first', 'alone', 'sleep 20', { restartPolicy: 'Never' })
  w.wait(5)
  w.pod('second', 'alone', 'sleep 1000')
  w.wait(5)
  expect([phaseOf(w, 'first'), nodeOf(w, 'second')]).toEqual(['Running', undefined])
  const why = w.engine.store.get('pods', 'default/second')?.status.conditions?.[0]?.message
  expect(why).toContain(
    '3 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.',
  )
  w.wait(30)
  expect([phaseOf(w, 'first'), nodeOf(w, 'second')]).toEqual(['Succeeded', expect.stringMatching(/^node-/)])
})
