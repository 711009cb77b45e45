// A pod's own part of the inspector: the chart of its container or of the pod itself as it really runs, lit where it is; its containers in numbers.
import { useState } from 'react'
import { type ContainerRun, type PodRun, type Timer, timedMachines } from '../../cluster/index.ts'
import type { Pod } from '../../kube/index.ts'
import { subjectOf } from '../subject.ts'
import { useLook, useMirrorLook } from '../watch.ts'
import { spanText, useWords } from '../words/index.ts'
import { ChartPicture } from './chart/ChartPicture.tsx'
import { type MachineConfig, reduced, timedDefinition } from './chart/definition.ts'

const podChart = timedDefinition(timedMachines.pod.config as MachineConfig)
const containerChart = timedDefinition(timedMachines.container.config as MachineConfig)

/** Which timer an event of a chart comes with. */
const TIMER_OF: Readonly<Record<string, string>> = {
  PULLED: 'pull',
  STARTED: 'start',
  SANDBOX: 'sandbox',
  READY: 'readiness',
  LIVE: 'startup',
  PULL: 'pullBackOff',
  START: 'crashBackOff',
  STOPPED: 'grace',
}

/** Whether a pod like this one can ever be in a state: without a preStop hook nothing waits for one. */
function canBe(state: string, { spec }: Pod, name: string): boolean {
  const container = [...spec.containers, ...(spec.initContainers ?? [])].find(c => c.name === name)
  switch (state) {
    case 'initializing':
      return (spec.initContainers ?? []).length > 0
    case 'rejected':
    case 'imageError':
      return false
    case 'ended':
      return spec.restartPolicy !== undefined && spec.restartPolicy !== 'Always'
    case 'configError':
      return [...(container?.env ?? []).filter(e => e.valueFrom), ...(container?.envFrom ?? [])].length > 0
    case 'running.starting':
      return container?.startupProbe !== undefined || container?.lifecycle?.postStart !== undefined
    case 'running.notReady':
      return container?.readinessProbe !== undefined
    case 'stopping.preStop':
      return container?.lifecycle?.preStop !== undefined
    default:
      return true
  }
}

export function PodPart({ subject, width }: { subject: string; width: number }) {
  const t = useWords()
  const { key } = subjectOf(subject)
  const mirror = useMirrorLook('pods', 'processes', 'timers')
  const now = useLook(s => s.now)
  const [chosen, choose] = useState<string>()
  const pod = mirror.object<Pod>('pods', key)
  const run = pod && (mirror.row('processes', pod.metadata.uid) as PodRun | undefined)
  if (!pod) return null
  const names = pod.spec.containers.map(c => c.name)
  const shown = chosen ?? (names.length === 1 ? names[0] : 'pod')
  const container: ContainerRun | undefined = run?.containers.find(c => c.name === shown)
  const lit = shown === 'pod' ? run?.state : container?.state
  const isIdle = (state: string) => state !== lit && !canBe(state, pod, shown ?? '')
  const definition = reduced(shown === 'pod' ? podChart : containerChart, isIdle)
  const left = (event: string) => {
    const timer = [...mirror.rows('timers').values()].find(
      (x: Timer) =>
        x.subject === subject && x.name === TIMER_OF[event] && (shown === 'pod' || x.container === undefined || x.container === shown),
    )
    return timer && timer.until > now ? t('inspect.in.time', { time: spanText(timer.until - now) }) : undefined
  }
  const inits = run?.containers.filter(c => c.kind !== 'main').map(c => c.name) ?? []
  return (
    <section>
      <div className="chart-tabs" role="radiogroup" aria-label={t('chart.which')}>
        {['pod', ...inits, ...names].map(name => (
          // biome-ignore lint/a11y/useSemanticElements: buttons that look alike in both languages; the group has arrow keys by the browser's Tab order
          <button key={name} type="button" role="radio" aria-checked={name === shown} className="chart-tab" onClick={() => choose(name)}>
            {name === 'pod' ? t('chart.thePod') : name}
          </button>
        ))}
      </div>
      <ChartPicture definition={definition} lit={lit} width={width} left={left} />
      {lit === undefined && <p className="note">{t(pod.spec.nodeName ? 'chart.nothingRuns' : 'chart.noNode')}</p>}
      {container && container.restarts > 0 && (
        <p className="note">
          {t('inspect.restarts', { count: container.restarts })}
          {container.exitCode !== undefined && ` ${t('inspect.exit', { code: container.exitCode, reason: container.reason ?? '' })}`}
        </p>
      )}
    </section>
  )
}
