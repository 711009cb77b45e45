// The state of a pod as it is drawn: what the API believes (the object) against what really runs (the process and its machine). The words are those of
// `kubectl get pods`. Upstream for the words: pkg/printers/internalversion/printers.go printPod.
import type { PodRun, Timer } from '../../cluster/index.ts'
import { isConditionTrue, podSummary } from '../../kube/index.ts'
import type { PodFacts } from './cluster.ts'
import type { ArcDrawing, PodState, Say, Sweep } from './types.ts'

export interface PodLook {
  readonly state: PodState
  readonly unready: boolean
  readonly dashed: boolean
  readonly word: string
  readonly arc?: ArcDrawing | undefined
  readonly sweep?: Sweep | undefined
  /** The STATUS column alone. */
  readonly status: string
  readonly ready: boolean
}

const NO_IMAGE = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
])
const NO_START = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PostStartHookError',
  'PreCreateHookError',
])

/** What the containers' waiting words mean for the drawing; undefined: nothing is wrong. */
function trouble(status: string, phase: string | undefined): PodState | undefined {
  const word = status.startsWith('Init:') ? status.slice(5) : status
  if (NO_IMAGE.has(word)) return 'nopull'
  if (word === 'CrashLoopBackOff' || NO_START.has(word)) return 'crash'
  const ended = word === 'Error' || word === 'OOMKilled' || word === 'ContainerCannotRun' || /^(ExitCode|Signal):/.test(word)
  return ended && phase !== 'Failed' ? 'crash' : undefined
}

const isRunning = (run: PodRun | undefined) => run?.containers.some(c => c.startedAt !== undefined && c.finishedAt === undefined) ?? false

/** Belief against fact, for a pod whose machine is known. undefined: they agree, as far as is to be seen. */
function gap({ pod, run, machine }: PodFacts, finished: boolean): PodState | undefined {
  if (!machine || finished) return undefined
  if (machine.power === 'off') return 'believed'
  if (machine.link === 'cut') return run ? 'parted' : 'believed'
  // The machine is back, but the kubelet has not yet taken up what the API says that it runs.
  if (!run && pod.status.phase === 'Running' && !pod.metadata.deletionTimestamp) return 'believed'
  return undefined
}

/** A process whose object is gone: there is nothing to be believed, and it runs. */
const forgotten = (say: Say, { run }: PodFacts): PodLook => ({
  state: 'forgotten',
  unready: !(run?.containers.every(c => c.ready || c.kind === 'init') ?? false),
  dashed: false,
  word: say('stage.pod.noObject'),
  status: say('stage.pod.noObject'),
  ready: false,
})

export function podLook(facts: PodFacts, say: Say): PodLook {
  if (facts.forgotten) return forgotten(say, facts)
  const { pod, timers } = facts
  const { status, ready: readyCount, total, restarts } = podSummary(pod)
  const { phase } = pod.status
  const finished = phase === 'Succeeded' || phase === 'Failed'
  const deleted = Boolean(pod.metadata.deletionTimestamp)
  const ready = isConditionTrue(pod.status.conditions, 'Ready')
  const apart = gap(facts, finished)
  const timer = (...names: string[]): ArcDrawing | undefined => {
    for (const name of names) {
      const t = timers.find(x => x.name === name)
      if (t) return { from: t.from, until: t.until }
    }
    return undefined
  }
  const look = (state: PodState, word: string, more: Partial<PodLook> = {}): PodLook => ({
    state,
    unready: false,
    dashed: deleted,
    word,
    status,
    ready,
    ...more,
  })
  if (apart) {
    const unready = apart === 'parted' && !(facts.run?.containers.every(c => c.ready || c.kind === 'init') ?? false)
    return look(apart, deleted ? status : say('stage.pod.believed', { word: status }), { unready })
  }
  // Its containers may have ended already: it is still on its way out, whatever the word.
  if (deleted) return look('terminating', status, { arc: timer('grace') })
  if (phase === 'Succeeded') return look('done', status)
  if (phase === 'Failed') return look('failed', status)
  const wrong = trouble(status, phase)
  if (wrong) return look(wrong, status, { arc: timer('crashBackOff', 'pullBackOff') })
  if (!pod.spec.nodeName) return look('pending', status)
  if (phase !== 'Running') return look('starting', status, { sweep: sweepOf(facts.run, timers) })
  if (ready && readyCount === total) {
    const word = restarts ? say('stage.pod.restarted', { word: status, count: restarts }) : status
    return look('ready', word, { arc: timer('minReady') })
  }
  const word = readyCount === total ? status : `${status} ${readyCount}/${total}`
  return look('notready', word, { arc: timer('startup', 'readiness') })
}

/** The fill of a starting pod: pulling takes most of the way, creating and starting the rest. Never full before the process runs. */
function sweepOf(run: PodRun | undefined, timers: readonly Timer[]): Sweep {
  const t = timers.find(x => x.name === 'pull') ?? timers.find(x => x.name === 'start') ?? timers.find(x => x.name === 'sandbox')
  const at = (share: number): Sweep => ({ from: 0, until: 0, a: share, b: share })
  if (!run) return at(0.04)
  if (isRunning(run)) return at(1)
  if (!t) return at(run.containers.some(c => c.state === 'starting') ? 0.85 : 0.1)
  if (t.name === 'pull') return { from: t.from, until: t.until, a: 0.1, b: 0.82 }
  if (t.name === 'start') return { from: t.from, until: t.until, a: 0.82, b: 0.97 }
  return { from: t.from, until: t.until, a: 0.04, b: 0.1 }
}
