// The place of the volume plugins (VolumeRestrictions, NodeVolumeLimits, VolumeBinding, VolumeZone): a pod whose claims are not bound, or whose volume
// lies in another zone, cannot go everywhere. There are no PersistentVolumes in the house yet, so the list is empty; a plugin that is put here takes
// part in filtering, waking and "why this node?" like every other. Upstream: plugins/{volumebinding,volumezone,volumerestrictions,nodevolumelimits}.
import type { Filter } from '../plugin.ts'

export const volumeFilters: readonly Filter[] = []
