// Components' way to the promises: the workload of a pattern and everything computed from it, looked at again a few times a second.
import { useMemo } from 'react'
import { START_MS } from '../../cluster/index.ts'
import type { DaemonSet, Deployment, Job, StatefulSet } from '../../kube/index.ts'
import { type Mirror, useSession, useSessionHandle } from '../../session/index.ts'
import { useServedHistory } from '../transport/history.ts'
import type { Second } from '../transport/served.ts'
import { useLook, useMirrorLook } from '../watch.ts'
import { type Presence, presence, presenceWords } from './daemonset.ts'
import { type Answering, answering, answeringWords, servicesOf } from './deployment.ts'
import { type Completion, completion, completionWords } from './job.ts'
import { lastDisaster } from './outage.ts'
import { chosen, READ, type Words } from './reads.ts'
import { type Identities, identities, identityWords } from './statefulset.ts'
import type { Pattern } from './view.ts'

/** When the last disaster of this history began, in simulated ms. */
export const useDisaster = (): number | undefined =>
  useLook(s => lastDisaster(s.branches.find(b => b.id === s.branch)?.actions ?? [], s.now))

/** The workload that stands for a pattern. */
export function useWorkload<T extends Deployment | StatefulSet | DaemonSet | Job>(pattern: Pattern): { mirror: Mirror; workload?: T } {
  const mirror = useMirrorLook(...READ)
  const selection = useSession(s => s.selection)
  const workload = chosen<T>(mirror, pattern, selection)
  return { mirror, ...(workload && { workload }) }
}

export function useAnswering(d: Deployment): Answering & { words: Words } {
  const history = useServedHistory()
  const mirror = useSessionHandle().getState().mirror
  useLook(() => history.version)
  const second = useLook(s => Math.floor(s.now / 1000))
  const disaster = useDisaster()
  const services = servicesOf(mirror, d)
  const { version } = history
  // biome-ignore lint/correctness/useExhaustiveDependencies: version and second say that there is more
  const seconds = useMemo(() => sumUp(services.map(s => history.of(s))), [history, version, second, services.join()])
  const a = answering(mirror, d, seconds, disaster)
  return { ...a, words: answeringWords(a) }
}

function sumUp(all: readonly ReadonlyMap<number, Second>[]): ReadonlyMap<number, Second> {
  if (all.length === 1) return all[0] as ReadonlyMap<number, Second>
  const out = new Map<number, Second>()
  for (const seconds of all)
    for (const [s, { served, refused, timedOut }] of seconds) {
      const b = out.get(s) ?? { served: 0, refused: 0, timedOut: 0 }
      out.set(s, { served: b.served + served, refused: b.refused + refused, timedOut: b.timedOut + timedOut })
    }
  return out
}

export function useIdentities(s: StatefulSet): Identities & { words: Words } {
  const found = identities(useSessionHandle().getState().mirror, s)
  return { ...found, words: identityWords(found) }
}

export function usePresence(d: DaemonSet): Presence & { words: Words } {
  const found = presence(useSessionHandle().getState().mirror, d)
  return { ...found, words: presenceWords(found) }
}

export function useCompletion(j: Job): Completion & { words: Words } {
  const found = completion(useSessionHandle().getState().mirror, j, START_MS)
  return { ...found, words: completionWords(found, j.metadata.name) }
}
