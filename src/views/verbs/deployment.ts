// What can be done to a Deployment: its size, its image, back to a revision, pause and resume, restart.

import { START_MS } from '../../cluster/index.ts'
import type { Deployment, ReplicaSet } from '../../kube/index.ts'
import { formatTime } from '../../kube/index.ts'
import { deletions } from './any.ts'
import { imagesAfter } from './images.ts'
import { kubectl, merge, pathOfObject, strategic } from './requests.ts'
import { earlier, revisionOf, templateOf } from './rollback.ts'
import type { Choice, Deed, Scenery, Verb } from './verb.ts'

/** Larger numbers are refused here; the front door has its own limit. */
const MOST_REPLICAS = 200

type Scaled = Deployment | ReplicaSet

/** What a size can be changed to: one more, one less, or a number. */
export function scaling(plural: string, o: Scaled): Verb[] {
  const kind = o.kind.toLowerCase()
  const { name, namespace = '' } = o.metadata
  const to = (replicas: number): Deed => ({
    say: { code: 'act.scale', args: { kind: o.kind, name, replicas } },
    requests: [merge(pathOfObject(plural, o, 'scale'), { spec: { replicas } })],
    line: kubectl(namespace, 'scale', kind, name, `--replicas=${replicas}`),
  })
  const { replicas } = o.spec
  return [
    { id: 'scaleUp', key: 'verb.scaleUp', letter: '+', group: 'change', prominent: true, deed: to(replicas + 1) },
    ...(replicas > 0
      ? [{ id: 'scaleDown', key: 'verb.scaleDown', letter: '-', group: 'change', prominent: true, deed: to(replicas - 1) } as const]
      : []),
    {
      id: 'scaleTo',
      key: 'verb.scaleTo',
      letter: 'S',
      group: 'change',
      question: {
        key: 'verb.scaleTo.question',
        initial: String(replicas),
        inputMode: 'numeric',
        check: answer => (/^\d+$/.test(answer.trim()) && Number(answer) <= MOST_REPLICAS ? undefined : 'verb.scaleTo.refused'),
        deed: answer => to(Number(answer)),
      },
    },
  ]
}

function newImage(d: Deployment): Verb | undefined {
  const container = d.spec.template.spec.containers[0]
  if (!container) return undefined
  const { name, namespace = '' } = d.metadata
  const to = (image: string): Deed => ({
    say: { code: 'act.image', args: { name, image, container: container.name } },
    requests: [
      strategic(pathOfObject('deployments', d), { spec: { template: { spec: { containers: [{ name: container.name, image }] } } } }),
    ],
    line: kubectl(namespace, 'set', 'image', `deployment/${name}`, `${container.name}=${image}`),
  })
  const choices: Choice[] = imagesAfter(container.image ?? '').map(({ image, trouble }) => ({
    id: image,
    text: image,
    ...(trouble && { note: { key: `verb.image.${trouble}` as const } }),
    deed: to(image),
  }))
  return {
    id: 'image',
    key: 'verb.image',
    letter: 'I',
    group: 'change',
    prominent: true,
    choices,
    question: {
      key: 'verb.image.question',
      initial: container.image ?? '',
      check: answer => (answer.trim() && !/\s/.test(answer.trim()) ? undefined : 'verb.image.refused'),
      deed: answer => to(answer.trim()),
    },
  }
}

function undo(scenery: Scenery, d: Deployment): Verb | undefined {
  if (d.spec.paused) return undefined
  const { name, namespace = '' } = d.metadata
  const [previous] = earlier(scenery, d)
  if (!previous) return undefined
  const back = (rs: ReplicaSet, named: boolean): Deed => ({
    say: { code: 'act.undo', args: { name, revision: revisionOf(rs) } },
    requests: [
      {
        method: 'PATCH',
        path: pathOfObject('deployments', d),
        body: [{ op: 'replace', path: '/spec/template', value: templateOf(rs) }],
        contentType: 'application/json-patch+json',
      },
    ],
    line: kubectl(namespace, 'rollout', 'undo', `deployment/${name}`, ...(named ? [`--to-revision=${revisionOf(rs)}`] : [])),
  })
  const others = earlier(scenery, d)
  return {
    id: 'undo',
    key: 'verb.undo',
    letter: 'U',
    group: 'change',
    prominent: true,
    deed: back(previous, false),
    ...(others.length > 1 && {
      choices: others.map(rs => ({
        id: String(revisionOf(rs)),
        text: rs.spec.template.spec.containers.map(c => c.image).join(', '),
        note: { key: 'verb.undo.revision', args: { revision: revisionOf(rs) } } as const,
        deed: back(rs, true),
      })),
    }),
  }
}

function pause(d: Deployment): Verb {
  const { name, namespace = '' } = d.metadata
  const paused = d.spec.paused === true
  return {
    id: 'pause',
    key: paused ? 'verb.resume' : 'verb.pause',
    letter: 'P',
    group: 'change',
    deed: {
      say: { code: paused ? 'act.resume' : 'act.pause', args: { name } },
      requests: [strategic(pathOfObject('deployments', d), { spec: { paused: paused ? null : true } })],
      line: kubectl(namespace, 'rollout', paused ? 'resume' : 'pause', `deployment/${name}`),
    },
  }
}

function restart(scenery: Scenery, d: Deployment): Verb | undefined {
  if (d.spec.paused) return undefined
  const { name, namespace = '' } = d.metadata
  const at = formatTime(START_MS + scenery.now)
  const template = { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': at } } }
  return {
    id: 'restart',
    key: 'verb.restart',
    letter: 'R',
    group: 'change',
    deed: {
      say: { code: 'act.restart', args: { name } },
      requests: [strategic(pathOfObject('deployments', d), { spec: { template } })],
      line: kubectl(namespace, 'rollout', 'restart', `deployment/${name}`),
    },
  }
}

export const ofDeployment = (scenery: Scenery, d: Deployment): Verb[] => [
  ...scaling('deployments', d),
  ...[newImage(d), undo(scenery, d), pause(d), restart(scenery, d)].filter(v => v !== undefined),
  ...deletions('deployments', d, true),
]

export const ofReplicaSet = (_: Scenery, rs: ReplicaSet): Verb[] => [...scaling('replicasets', rs), ...deletions('replicasets', rs, true)]
