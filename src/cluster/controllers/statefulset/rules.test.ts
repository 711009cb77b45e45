// Rules of the StatefulSet controller that Kubernetes' own tables do not reach.
import { describe, expect, it } from 'vitest'
import type { ApiObject, StatefulSet } from '../../../kube/index.ts'
import { isLeftOver } from './claims.ts'
import { volumesOf } from './identity.ts'
import { calculateStatus } from './status.ts'

const setOf = (spec: object): StatefulSet =>
  ({ metadata: { name: 'web', namespace: 'default', uid: 'web', generation: 1 }, spec: { replicas: 2, ...spec }, status: {} }) as never

describe('a rolling update', () => {
  it('is complete, and the new revision the current one, when all pods are updated and ready', () => {
    const set = setOf({ updateStrategy: { type: 'RollingUpdate' } })
    const current = (ready: number) =>
      calculateStatus(set, { replicas: 2, ready, available: ready, updated: 2, current: 0 }, { current: 'old', update: 'new' })
        .currentRevision
    expect([current(1), current(2)]).toEqual(['old', 'new'])
  })
})

describe('claims', () => {
  it('of an earlier pod are waited for only where scaling deletes them', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'web-0', uid: 'earlier' }]
    const claim = { metadata: { name: 'data-web-0', ownerReferences } } as unknown as ApiObject
    const isWaitedFor = (whenScaled: string) =>
      isLeftOver(setOf({ persistentVolumeClaimRetentionPolicy: { whenScaled } }), claim, 'web-0', 'present')
    expect([isWaitedFor('Delete'), isWaitedFor('Retain')]).toEqual([true, false])
  })

  it('take the place of a volume of the same name', () => {
    const set = setOf({ volumeClaimTemplates: [{ metadata: { name: 'data' } }] })
    const volumes = volumesOf(set, 1, [
      { name: 'data', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ])
    expect(volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } },
      { name: 'tmp', emptyDir: {} },
    ])
  })
})
