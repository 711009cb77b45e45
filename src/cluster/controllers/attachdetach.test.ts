// A disk for one node at a time: who has it, who waits, and when it is taken away.
import { describe, expect, it } from 'vitest'
import { attachments } from '../storage/index.ts'
import { StorageWorld } from '../storage/testing/world.ts'

const SOON = ['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'].map(key => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 5,
}))
const SCRIPT = 'echo $HOSTNAME >> /data/log; while true; do sleep 1; echo tick >> /data/ticks; done'
const refusal = (w: StorageWorld, pod: string) => w.said(pod).filter(s => s.includes('AttachVolume'))

/** A set of one on a node that is then lost; returns the node's name once the pod is being deleted. */
function lose(w: StorageWorld, type: string): string {
  w.set('zk', 1, SCRIPT, { pod: { tolerations: SOON } })
  w.running('zk-0')
  w.wait(3)
  const node = w.getPod('zk-0')?.spec.nodeName as string
  w.fault('lost', { type, nodes: [node] })
  w.until('deleting', () => w.getPod('zk-0')?.metadata.deletionTimestamp, 120)
  return node
}

describe('a lost node', () => {
  it('keeps the name of its pod, and nothing replaces it, however long', () => {
    const w = new StorageWorld()
    lose(w, 'NodeCrash')
    const uid = w.getPod('zk-0')?.metadata.uid
    w.wait(3600)
    expect(w.getPod('zk-0')?.metadata.uid).toBe(uid)
  })
  it('keeps its disk six minutes after the pod object was removed by force; the successor waits in ContainerCreating and then finds the data', () => {
    const w = new StorageWorld()
    const node = lose(w, 'NodeCrash')
    w.remove('pods', 'default/zk-0', { gracePeriodSeconds: 0 })
    w.until('a new one has a node', () => w.getPod('zk-0')?.spec.nodeName && w.getPod('zk-0')?.spec.nodeName !== node, 30)
    const from = w.engine.now
    w.wait(300)
    expect(w.getPod('zk-0')?.status.containerStatuses?.[0]?.state).toMatchObject({ waiting: { reason: 'ContainerCreating' } })
    expect(refusal(w, 'zk-0')).toEqual([
      'FailedAttachVolume Multi-Attach error for volume "PV" Volume is already exclusively attached to one node and can\'t be attached to another',
    ])
    w.running('zk-0', 120)
    expect((w.engine.now - from) / 1000).toBeGreaterThan(355)
    expect((w.engine.now - from) / 1000).toBeLessThan(372)
    expect(refusal(w, 'zk-0')[1]).toBe('SuccessfulAttachVolume AttachVolume.Attach succeeded for volume "PV"')
    w.wait(2)
    expect(w.file('data-zk-0', 'log')).toBe('zk-0\nzk-0\n')
  })
  it('gives the disk up at once when it is marked out of service, and the pod is replaced', () => {
    const w = new StorageWorld()
    const node = lose(w, 'NodeCrash')
    w.wait(20)
    w.merge('nodes', node, { spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] } })
    w.until('elsewhere', () => w.isRunning('zk-0') && w.getPod('zk-0')?.spec.nodeName !== node, 60)
  })
  it('that comes back within the six minutes lets go by itself', () => {
    const w = new StorageWorld()
    lose(w, 'NodeCrash')
    w.remove('pods', 'default/zk-0', { gracePeriodSeconds: 0 })
    w.wait(60)
    w.remove('faults', 'lost')
    w.running('zk-0', 60)
  })
  it('that is only cut off goes on writing until its disk is taken away; then what it writes is lost', () => {
    const w = new StorageWorld()
    lose(w, 'NodePartition')
    w.remove('pods', 'default/zk-0', { gracePeriodSeconds: 0 })
    const ticks = () => (w.file('data-zk-0', 'ticks') ?? '').split('\n').length - 1
    const before = ticks()
    w.wait(60)
    expect(ticks()).toBeGreaterThan(before + 50)
    w.running('zk-0', 400)
    const attached = ticks()
    w.wait(10)
    expect(ticks() - attached).toBeGreaterThanOrEqual(8)
    expect(ticks() - attached).toBeLessThanOrEqual(11)
  })
})

describe('a disk for one node', () => {
  it('is waited for while a pod of another node has it, by name; a disk for many is not', () => {
    const w = new StorageWorld()
    w.claim('one')
    w.claim('many', { accessModes: ['ReadWriteMany'] })
    w.pod('a', 'one', 'sleep 1000', { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } })
    w.running('a')
    w.pod('b', 'one', 'sleep 1000', { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } })
    w.pod('c', 'many', 'sleep 1000', { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } })
    w.pod('d', 'many', 'sleep 1000', { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } })
    w.running('c')
    w.running('d')
    w.wait(600)
    expect(refusal(w, 'b')).toEqual(['FailedAttachVolume Multi-Attach error for volume "PV" Volume is already used by pod(s) a'])
    expect(w.isRunning('b')).toBe(false)
    w.remove('pods', 'default/a')
    w.running('b', 30)
    expect([...attachments(w.engine.world).values()].map(a => a.node)).toEqual(['node-2'])
  })
  it('follows a pod that moves without a word of refusal', () => {
    const w = new StorageWorld()
    w.set('zk', 1, SCRIPT)
    w.running('zk-0')
    for (const from of [1, 2, 3]) {
      const node = w.getPod('zk-0')?.spec.nodeName as string
      w.merge('nodes', node, { spec: { unschedulable: true } })
      w.remove('pods', 'default/zk-0')
      w.until(`moved ${from}`, () => w.isRunning('zk-0') && w.getPod('zk-0')?.spec.nodeName !== node, 30)
      w.merge('nodes', node, { spec: { unschedulable: null } })
    }
    expect(refusal(w, 'zk-0')).toEqual([])
    expect(w.file('data-zk-0', 'log')).toBe('zk-0\n'.repeat(4))
  })
})
