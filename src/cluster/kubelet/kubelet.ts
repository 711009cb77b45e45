// All kubelets of the cluster, as one actor: its keys are pods, and it acts for whichever machine a pod is bound to. A machine that is off or cut off
// neither hears nor speaks. What happens on machines comes as events of the agenda. Upstream: pkg/kubelet/kubelet.go.
import type { Actor, EventData, World } from '../../engine/index.ts'
import { type ChartEvent, isStale, movePod } from './drive.ts'
import { hookEnded } from './hooks.ts'
import { probed, probeTick } from './probes/prober.ts'
import { execTimeout, programEnded, wakeShell } from './process/index.ts'
import { shellAnswer } from './process/requests.ts'
import { pullEnded } from './pulling.ts'
import { workers } from './rows.ts'
import { containerStarted } from './starting.ts'
import { lookAtPod, statusWritten } from './statusmanager.ts'
import { cleanedUp, graceOver, sandboxStopped } from './stopping.ts'
import { mountTried, sandboxReady, syncPod } from './sync.ts'
import { type SyncEvent, wantSync } from './worker.ts'

export const kubelet: Actor = {
  name: 'kubelet',
  plural: 'pods',
  watches: [
    { plural: 'pods', keys: c => (c.object.spec.nodeName || c.old?.spec.nodeName ? [c.key] : []) },
    // A ConfigMap that was missing is found at the next sync; nobody is woken for it.
  ],
  look: lookAtPod,
  settle: statusWritten,
  knowsItsUpdates: true,
  receive,
}

/** What is done with each message. */
const deeds: Readonly<Record<string, (world: World, e: never) => void>> = {
  sync: syncWhenDue,
  chart: chartEvent,
  exit: programEnded,
  shell: wakeShell,
  shellAnswer,
  execTimeout,
  grace: graceOver,
  sandboxStopped,
  hook: hookEnded,
  tick: probeTick,
  probed,
  mount: mountTried,
  deadline: (world, e: { uid: string }) => wantSync(world, e.uid),
}

function receive(world: World, e: EventData): void {
  const deed = deeds[e.type]
  if (!deed) throw new Error(`the kubelet does not know ${e.type}`)
  deed(world, e as never)
}

function syncWhenDue(world: World, { uid, turn }: SyncEvent): void {
  if (workers(world).get(uid)?.turn === turn) syncPod(world, uid)
}

function chartEvent(world: World, e: ChartEvent): void {
  if (isStale(world, e)) return
  if (e.name === undefined) {
    movePod(world, e.uid, e.event)
    if (e.event === 'SANDBOX') sandboxReady(world, e.uid)
    else if (e.event === 'CLEANED') cleanedUp(world, e.uid)
    return
  }
  if (e.event === 'PULLED') pullEnded(world, e.uid, e.name, e.tookMs)
  else if (e.event === 'STARTED') containerStarted(world, e.uid, e.name)
}
