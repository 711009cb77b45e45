// All kubelets of the cluster, as one actor: its keys are pods, and it acts for whichever machine a pod is bound to. A machine that is off or cut off
// neither hears nor speaks. What happens on machines comes as events of the agenda. Upstream: pkg/kubelet/kubelet.go.
import type { Actor, EventData, World } from '../../engine/index.ts'
import { type ChartEvent, isStale, movePod } from './drive.ts'
import { type HookEvent, hookEnded } from './hooks.ts'
import type { ProbedEvent } from './probes/handlers.ts'
import { probed, probeTick, type TickEvent } from './probes/prober.ts'
import { type ExecTimeoutEvent, type ExitEvent, execTimeout, programEnded, type WakeEvent, wakeShell } from './process/index.ts'
import { type ShellAnswerEvent, shellAnswer } from './process/requests.ts'
import { pullEnded } from './pulling.ts'
import { workers } from './rows.ts'
import { containerStarted } from './starting.ts'
import { lookAtPod } from './statusmanager.ts'
import { cleanedUp, type GraceEvent, graceOver, type SandboxStoppedEvent, sandboxStopped } from './stopping.ts'
import { mountTried, sandboxReady, syncPod } from './sync.ts'
import type { MountEvent } from './volumes/mounting.ts'
import { type SyncEvent, wantSync } from './worker.ts'

export const kubelet: Actor = {
  name: 'kubelet',
  plural: 'pods',
  watches: [
    { plural: 'pods', keys: c => (c.object.spec.nodeName || c.old?.spec.nodeName ? [c.key] : []) },
    // A ConfigMap that was missing is found at the next sync; nobody is woken for it.
  ],
  look: lookAtPod,
  receive,
}

function receive(world: World, e: EventData): void {
  switch (e.type) {
    case 'sync': {
      const { uid, turn } = e as SyncEvent
      if (workers(world).get(uid)?.turn === turn) syncPod(world, uid)
      return
    }
    case 'chart':
      chartEvent(world, e as ChartEvent)
      return
    case 'exit':
      programEnded(world, e as ExitEvent)
      return
    case 'shell':
      wakeShell(world, e as WakeEvent)
      return
    case 'shellAnswer':
      shellAnswer(world, e as ShellAnswerEvent)
      return
    case 'execTimeout':
      execTimeout(world, e as ExecTimeoutEvent)
      return
    case 'grace':
      graceOver(world, e as unknown as GraceEvent)
      return
    case 'sandboxStopped':
      sandboxStopped(world, e as unknown as SandboxStoppedEvent)
      return
    case 'hook':
      hookEnded(world, e as HookEvent)
      return
    case 'tick':
      probeTick(world, e as TickEvent)
      return
    case 'probed':
      probed(world, e as unknown as ProbedEvent)
      return
    case 'mount':
      mountTried(world, e as MountEvent)
      return
    case 'deadline':
      wantSync(world, e.uid as string)
      return
    default:
      throw new Error(`the kubelet does not know ${e.type}`)
  }
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
