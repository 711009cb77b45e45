// Histories that once showed a defect, each named after what it showed.
import { expect, it } from 'vitest'
import type { Act } from './acts.ts'
import { faultsOf } from './property.ts'

const FOUND: readonly (readonly [name: string, seed: number, acts: readonly Act[], cut: number])[] = [
  [
    'a claim that goes before it knows its new volume leaves none behind',
    346673,
    [
      { atMs: 2879, verb: 'createJob', dice: 987187 },
      { atMs: 4042, verb: 'scale', dice: 282403 },
      { atMs: 4514, verb: 'applyStatefulSet', dice: 480877 },
      { atMs: 4977, verb: 'applyStatefulSet', dice: 334387 },
      { atMs: 5007, verb: 'applyDaemonSet', dice: 808821 },
      { atMs: 16204, verb: 'slowDisk', dice: 434850 },
      { atMs: 17731, verb: 'drain', dice: 249647 },
      { atMs: 21703, verb: 'applyDeployment', dice: 203846 },
      { atMs: 26445, verb: 'createJob', dice: 390289 },
      { atMs: 33708, verb: 'labelNode', dice: 847246 },
      { atMs: 40887, verb: 'taint', dice: 786476 },
    ],
    0,
  ],
  [
    'a ReplicaSet may let an available pod go instead of one that is ready and not available yet',
    443425,
    [
      { atMs: 4304, verb: 'applyBudget', dice: 443129 },
      { atMs: 4581, verb: 'applyLoad', dice: 474125 },
      { atMs: 5020, verb: 'applyBudget', dice: 809153 },
      { atMs: 5190, verb: 'applyDeployment', dice: 481758 },
      { atMs: 5405, verb: 'forceDelete', dice: 767122 },
      { atMs: 15510, verb: 'crashContainer', dice: 406487 },
      { atMs: 19476, verb: 'relabelPod', dice: 941741 },
      { atMs: 20634, verb: 'evict', dice: 11923 },
      { atMs: 26984, verb: 'crash', dice: 759144 },
      { atMs: 27251, verb: 'resizeJob', dice: 913013 },
      { atMs: 30293, verb: 'applyAutoscaler', dice: 776096 },
      { atMs: 32366, verb: 'applyBudget', dice: 333921 },
      { atMs: 32695, verb: 'suspend', dice: 983718 },
      { atMs: 46879, verb: 'evict', dice: 743756 },
      { atMs: 50112, verb: 'failPulls', dice: 720883 },
      { atMs: 51960, verb: 'evict', dice: 879210 },
      { atMs: 54220, verb: 'failPulls', dice: 815566 },
    ],
    0.5,
  ],
  [
    'a pod that has been available for a moment only is not counted yet by those who take pods away',
    39470,
    [
      { atMs: 3640, verb: 'applyDeployment', dice: 244846 },
      { atMs: 3850, verb: 'applyBudget', dice: 479882 },
      { atMs: 4707, verb: 'applyLoad', dice: 418293 },
      { atMs: 4887, verb: 'createJob', dice: 257853 },
      { atMs: 7408, verb: 'heal', dice: 18535 },
      { atMs: 28927, verb: 'deletePod', dice: 888191 },
      { atMs: 34051, verb: 'applyDaemonSet', dice: 120477 },
      { atMs: 34605, verb: 'createJob', dice: 284823 },
      { atMs: 44684, verb: 'undo', dice: 578848 },
      { atMs: 50355, verb: 'taint', dice: 645807 },
      { atMs: 52205, verb: 'drain', dice: 315567 },
      { atMs: 55236, verb: 'slowDisk', dice: 245672 },
      { atMs: 55420, verb: 'crash', dice: 399396 },
      { atMs: 56477, verb: 'applyDeployment', dice: 196964 },
      { atMs: 57301, verb: 'crash', dice: 379630 },
    ],
    0.5,
  ],
  [
    'a StatefulSet whose pods are to become available is looked at again, though as many are available as are wanted',
    0,
    [
      { atMs: 0, verb: 'applyStatefulSet', dice: 438207 },
      { atMs: 0, verb: 'applyDeployment', dice: 0 },
      { atMs: 0, verb: 'applyDeployment', dice: 0 },
      { atMs: 0, verb: 'drain', dice: 16246 },
      { atMs: 0, verb: 'applyDeployment', dice: 49427 },
      { atMs: 3415, verb: 'failProbes', dice: 407712 },
      { atMs: 11230, verb: 'applyStatefulSet', dice: 699719 },
      { atMs: 11258, verb: 'createJob', dice: 0 },
      { atMs: 12415, verb: 'applyDeployment', dice: 0 },
      { atMs: 47417, verb: 'createJob', dice: 0 },
    ],
    0,
  ],
  [
    'a pod that turns ready while its end is on its way may go, though one fewer stays',
    687958,
    [
      { atMs: 495, verb: 'applyBudget', dice: 666268 },
      { atMs: 523, verb: 'applyBudget', dice: 663446 },
      { atMs: 858, verb: 'applyBudget', dice: 290921 },
      { atMs: 1436, verb: 'applyLoad', dice: 12870 },
      { atMs: 1590, verb: 'applyCronJob', dice: 819402 },
      { atMs: 3388, verb: 'drain', dice: 621781 },
      { atMs: 3721, verb: 'applyDeployment', dice: 764467 },
      { atMs: 5898, verb: 'applyDeployment', dice: 945704 },
    ],
    0,
  ],
]

it.each(FOUND)('%s', (_, seed, acts, cut) => {
  expect(faultsOf(seed, acts, cut)).toEqual([])
})
