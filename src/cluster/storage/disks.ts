// The disks themselves: what really lies on them, whoever mounts them, whatever the API server believes. Table `disks`, key: the name of the
// PersistentVolume. And which kubelet has mounted which disk: table `mounted`, key: `POD-UID VOLUME`.
import type { Table, World } from '../../engine/index.ts'
import { type DiskDirectory, diskSize } from '../../shell/index.ts'

export interface Disk {
  readonly volume: string
  /** Made by the provisioner, or there when it was first mounted. */
  readonly bornAt: number
  readonly content: DiskDirectory
}

export interface Mounted {
  readonly uid: string
  readonly node: string
  /** The PersistentVolume. */
  readonly disk: string
  /** It had to be attached for that, and can be taken away. */
  readonly attached: boolean
}

type Tables = Pick<World, 'table'>
export const disks = (w: Tables): Table<Disk> => w.table<Disk>('disks')
export const mounted = (w: Tables): Table<Mounted> => w.table<Mounted>('mounted')

/** Whether a kubelet has the disk mounted on this node, as things really are. */
export function isMountedOn(w: Tables, disk: string, node: string): boolean {
  for (const m of mounted(w).values()) if (m.disk === disk && m.node === node) return true
  return false
}

/** How much lies on a disk: what views hear of it, since what lies there may be large. */
export const fillOf = ({ volume, content }: Disk): { readonly volume: string; readonly bytes: number } => ({
  volume,
  bytes: diskSize(content),
})
