// What becomes of a claim: while it is not bound, a volume is looked for, asked for, or waited for, and events say which; when it is bound, both sides must
// still agree, or the claim is lost for ever. Upstream: pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim, syncBoundClaim,
// provisionClaim; https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
import { type Caption, keyOf, type World, type Write } from '../../../engine/index.ts'
import { type ApiObject, isDefaultClass, type PersistentVolume, type PersistentVolumeClaim, parseTime } from '../../../kube/index.ts'
import {
  annotation,
  BETA_PROVISIONER,
  className,
  classOf,
  findVolume,
  isBound,
  isFor,
  mismatch,
  PROVISIONER,
  podsOfClaim,
  SELECTED_NODE,
  waitsForConsumer,
} from '../../storage/index.ts'
import { voiceOf } from '../saying.ts'
import { bind, claimStatusWrites } from './binding.ts'

const say = voiceOf('persistentvolume-controller')

/** What a visit comes to. */
export interface Found {
  readonly caption: Caption
  readonly steps: Write[][]
  /** It is looked at again after a while. */
  readonly unsettled?: boolean
}

type Sort = 'Normal' | 'Warning'

export function lookAtClaim(world: World, c: PersistentVolumeClaim): Found {
  if (annotation(c, 'pv.kubernetes.io/bind-completed') !== undefined) return boundClaim(world, c)
  return c.spec.volumeName ? namedClaim(world, c) : openClaim(world, c)
}

const found = (state: string, c: PersistentVolumeClaim, args: Caption['args'], steps: Write[][], unsettled = false): Found => ({
  caption: { code: `persistentvolume.${state}`, args: { claim: c.metadata.name, ...args } },
  steps,
  ...(unsettled && { unsettled }),
})

function pending(
  state: string,
  c: PersistentVolumeClaim,
  told?: readonly [Sort, string, string],
  args: Caption['args'] = {},
  more: Write[] = [],
): Found {
  const event = told ? [say(c, ...told)] : []
  return found(state, c, args, [more, [...event, ...claimStatusWrites(c, 'Pending')]], true)
}

/** It names no volume: take one that fits, or have one made. */
function openClaim(world: World, c: PersistentVolumeClaim): Found {
  const waits = waitsForConsumer(world, c) && annotation(c, SELECTED_NODE) === undefined
  const volume = findVolume(world, c, { reservedOnly: waits })
  if (volume) return found('binding', c, { volume: volume.metadata.name }, bind(world, volume, c))
  if (waits) return waitingForConsumer(world, c)
  const byDefault = c.spec.storageClassName === undefined && !className(c) ? defaultClass(world) : undefined
  if (byDefault) {
    const object = { ...c, spec: { ...c.spec, storageClassName: byDefault } }
    return found('givingClass', c, { class: byDefault }, [[{ verb: 'update', plural: 'persistentvolumeclaims', object, trusted: true }]])
  }
  if (className(c)) return provision(world, c)
  const message = 'no persistent volumes available for this claim and no storage class is set'
  return pending('noVolume', c, ['Normal', 'FailedBinding', message])
}

function defaultClass(world: World): string | undefined {
  const all = [...world.list('storageclasses')].filter(isDefaultClass)
  const born = (o: ApiObject) => parseTime(o.metadata.creationTimestamp)
  return all.sort((a, b) => born(b) - born(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0]?.metadata.name
}

function waitingForConsumer(world: World, c: PersistentVolumeClaim): Found {
  const pods = podsOfClaim(world, keyOf(c)).filter(p => !p.spec.nodeName)
  const pod = pods[0]?.metadata.name
  if (!pod)
    return pending('waitingForConsumer', c, ['Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding'])
  return pending('waitingForPod', c, ['Normal', 'WaitForPodScheduled', `waiting for pod ${pod} to be scheduled`], { pod })
}

/** The class says who makes volumes; he is called by an annotation. */
function provision(world: World, c: PersistentVolumeClaim): Found {
  const storageClass = classOf(world, c)
  const name = className(c)
  if (!storageClass)
    return pending('noClass', c, ['Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${name}" not found`], { class: name })
  const provisioner = String(storageClass.provisioner)
  if (provisioner.startsWith('kubernetes.io/'))
    return pending('noProvisioner', c, ['Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`], { provisioner })
  const called = annotation(c, PROVISIONER) === provisioner && annotation(c, BETA_PROVISIONER) === provisioner
  const annotations = { ...c.metadata.annotations, [BETA_PROVISIONER]: provisioner, [PROVISIONER]: provisioner }
  const call: Write[] = called
    ? []
    : [{ verb: 'update', plural: 'persistentvolumeclaims', object: { ...c, metadata: { ...c.metadata, annotations } }, trusted: true }]
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
  return pending('provisioning', c, ['Normal', 'ExternalProvisioning', message], { provisioner }, call)
}

/** It names its volume itself. */
function namedClaim(world: World, c: PersistentVolumeClaim): Found {
  const name = c.spec.volumeName as string
  const volume = world.get<PersistentVolume>('persistentvolumes', name)
  if (!volume) return pending('volumeAbsent', c, undefined, { volume: name })
  if (volume.spec.claimRef && !isFor(volume, c))
    return pending('volumeTaken', c, ['Warning', 'FailedBinding', `volume "${name}" already bound to a different claim.`], { volume: name })
  const why = volume.spec.claimRef ? undefined : mismatch(volume, c)
  if (why)
    return pending('volumeMismatch', c, ['Warning', 'VolumeMismatch', `Cannot bind to requested volume "${name}": ${why}`], {
      volume: name,
    })
  return found('binding', c, { volume: name }, bind(world, volume, c))
}

/** It was bound once. */
function boundClaim(world: World, c: PersistentVolumeClaim): Found {
  const name = c.spec.volumeName
  if (!name) return lost(c, 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!')
  const volume = world.get<PersistentVolume>('persistentvolumes', name)
  if (!volume) return lost(c, 'Bound claim has lost its PersistentVolume. Data on the volume is lost!')
  if (volume.spec.claimRef && !isFor(volume, c))
    return lost(c, 'Two claims are bound to the same volume, this one is bound incorrectly', 'ClaimMisbound')
  return found(isBound(c) && c.status?.phase === 'Bound' ? 'bound' : 'binding', c, { volume: name }, bind(world, volume, c))
}

function lost(c: PersistentVolumeClaim, message: string, reason = 'ClaimLost'): Found {
  const first = c.status?.phase === 'Lost' ? [] : [say(c, 'Warning', reason, message)]
  return found('lost', c, {}, [[...first, ...claimStatusWrites(c, 'Lost')]])
}
