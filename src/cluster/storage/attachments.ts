// Which node a disk is attached to. A disk for one node at a time (ReadWriteOnce) is attached to one; what others may mount too needs no row. Table
// `attachments`, key: the name of the PersistentVolume. Upstream: pkg/controller/volume/attachdetach/cache/actual_state_of_world.go; real clusters with CSI
// drivers show it as VolumeAttachment objects.
import type { Table, World } from '../../engine/index.ts'
import type { PersistentVolume } from '../../kube/index.ts'
import { annotation, OUR_PROVISIONER, PROVISIONED_BY } from './claims.ts'

export interface Attachment {
  readonly volume: string
  readonly node: string
  readonly since: number
  /** Since when no pod on that node wants it any more, though the node has not said that it let go. */
  readonly unwantedSince?: number
  /** Since when a pod on another node waits for it. */
  readonly contestedSince?: number
  /** Nodes that were refused it, and told so. */
  readonly refused: readonly string[]
}

export const attachments = (w: Pick<World, 'table'>): Table<Attachment> => w.table<Attachment>('attachments')

/** A network disk must be attached before it can be mounted; a directory of a machine need not. */
export const isAttachable = (v: PersistentVolume): boolean => annotation(v, PROVISIONED_BY) === OUR_PROVISIONER

/** Only one node at a time may have it. */
export const isExclusive = (v: PersistentVolume): boolean => !v.spec.accessModes?.some(m => m === 'ReadWriteMany' || m === 'ReadOnlyMany')

/** Whether the kubelet of a node may mount the volume now. */
export const isAttachedTo = (w: Pick<World, 'table'>, v: PersistentVolume, node: string): boolean =>
  !isAttachable(v) || !isExclusive(v) || attachments(w).get(v.metadata.name)?.node === node
