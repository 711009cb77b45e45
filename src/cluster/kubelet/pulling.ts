// The image of a container: there already, to be pulled, held back after a failure, or no image at all. Images of one machine are pulled side by side.
// Upstream: pkg/kubelet/images/image_manager.go EnsureImageExists.
import type { World } from '../../engine/index.ts'
import type { Container } from '../../kube/index.ts'
import { behaviourOf, fullName, IMAGE_BYTES, notFoundInRegistry, parseImage } from '../images/index.ts'
import { machines } from '../tables.ts'
import { heldBackSinceUpdateMs, nextBackOff } from './backoff.ts'
import { drawTimer, moveContainer } from './drive.ts'
import { pullsFail } from './faultsof.ts'
import { change, type Reason, specOf, type Worker, workers } from './rows.ts'
import { sayOfPod } from './say.ts'
import { createContainer, failTask } from './starting.ts'

/** A registry says no sooner than it would send an image. */
const REFUSED_MS = 300

const backOffKey = (image: string) => `pull ${image}`

export function ensureImage(world: World, w: Worker, c: Container): void {
  const image = c.image ?? ''
  const name = parseImage(image)
  if (typeof name === 'string') {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${name}`
    refuse(world, w, c, 'InspectFailed', { reason: 'InvalidImageName', message })
    return
  }
  const isPresent = machines(world).get(w.node)?.images.includes(fullName(image)) ?? false
  if (c.imagePullPolicy === 'Never' && !isPresent) {
    const message = `Container image "${image}" is not present with pull policy of Never`
    refuse(world, w, c, 'ErrImageNeverPull', { reason: 'ErrImageNeverPull', message })
    return
  }
  if (isPresent && c.imagePullPolicy !== 'Always') {
    sayOfPod(world, w.pod, 'Normal', 'Pulled', `Container image "${image}" already present on machine`, c.name)
    createContainer(world, w.uid, c, false)
    return
  }
  const heldMs = heldBackSinceUpdateMs(w.backOffs[backOffKey(image)], world.now)
  if (heldMs > 0) {
    holdBack(world, w, c, heldMs)
    return
  }
  sayOfPod(world, w.pod, 'Normal', 'Pulling', `Pulling image "${image}"`, c.name)
  moveContainer(world, w.uid, c.name, 'PULL', {}, pullErrorOf(world, w, image) ? REFUSED_MS : undefined)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.pulling', { container: c.name, image, node: w.node })
}

/** The registry's answer is there; `tookMs`: how long it took. */
export function pullEnded(world: World, uid: string, name: string, tookMs: number): void {
  const w = workers(world).get(uid)
  const c = w && specOf(w.pod, name)
  if (!w || !c) return
  const image = c.image ?? ''
  const error = pullErrorOf(world, w, image)
  if (error) {
    pullFailed(world, w, c, error)
    return
  }
  const machine = machines(world).get(w.node)
  const full = fullName(image)
  if (machine && !machine.images.includes(full)) machines(world).set(w.node, { ...machine, images: [...machine.images, full] })
  const took = goDuration(tookMs)
  sayOfPod(
    world,
    w.pod,
    'Normal',
    'Pulled',
    `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${IMAGE_BYTES} bytes.`,
    name,
  )
  createContainer(world, uid, c, true)
}

/** Why this pull fails, if it does. */
export function pullErrorOf(world: World, w: Worker, image: string): string | undefined {
  const name = parseImage(image)
  if (typeof name === 'string') return name
  const own = behaviourOf(name).pullError?.(name)
  return own ?? (pullsFail(world, w.pod) ? notFoundInRegistry(name) : undefined)
}

function pullFailed(world: World, w: Worker, c: Container, error: string): void {
  const image = c.image ?? ''
  sayOfPod(world, w.pod, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, c.name)
  sayOfPod(world, w.pod, 'Warning', 'Failed', 'Error: ErrImagePull', c.name)
  const key = backOffKey(image)
  const backOff = nextBackOff(w.backOffs[key], world.now, world.now)
  change(world, w.uid, { backOffs: { ...w.backOffs, [key]: backOff } })
  const moved = moveContainer(world, w.uid, c.name, 'FAIL_PULL')
  if (moved) drawTimer(world, w.key, moved.state, backOff.windowMs, c.name)
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.pullFailed', { container: c.name, image, node: w.node })
  failTask(world, w.uid, c.name, { reason: 'ErrImagePull', message: error })
}

function holdBack(world: World, w: Worker, c: Container, heldMs: number): void {
  const image = c.image ?? ''
  const words = `Back-off pulling image "${image}"`
  sayOfPod(world, w.pod, 'Normal', 'BackOff', words, c.name)
  sayOfPod(world, w.pod, 'Warning', 'Failed', 'Error: ImagePullBackOff', c.name)
  const moved = moveContainer(world, w.uid, c.name, 'HOLD')
  if (moved) {
    drawTimer(world, w.key, moved.state, heldMs, c.name)
    world.tell('kubelet', `pods ${w.key}`, 'kubelet.pullBackOff', { container: c.name, image, seconds: Math.ceil(heldMs / 1000) })
  }
  const before = w.reasons[c.name]
  const message = before?.reason === 'ErrImagePull' ? `${words}: ErrImagePull: ${before.message}` : (before?.message ?? words)
  failTask(world, w.uid, c.name, { reason: 'ImagePullBackOff', message })
}

function refuse(world: World, w: Worker, c: Container, event: string, why: Reason): void {
  sayOfPod(world, w.pod, 'Warning', event, why.message, c.name)
  sayOfPod(world, w.pod, 'Warning', 'Failed', `Error: ${why.reason}`, c.name)
  moveContainer(world, w.uid, c.name, 'FAIL_IMAGE')
  world.tell('kubelet', `pods ${w.key}`, 'kubelet.imageError', { container: c.name, image: c.image ?? '', reason: why.reason })
  failTask(world, w.uid, c.name, why)
}

/** Milliseconds as Go prints a duration: `801ms`, `1.25s`, `1m2.5s`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`
  const minutes = Math.floor(ms / 60_000)
  const seconds = String((ms % 60_000) / 1000)
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`
}
