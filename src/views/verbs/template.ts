// What has a pod template that is rolled out: another image, and the same pods anew. As kubectl set image and kubectl rollout restart do it.
import { START_MS } from '../../cluster/index.ts'
import { type DaemonSet, type Deployment, formatTime, type StatefulSet } from '../../kube/index.ts'
import { imagesAfter } from './images.ts'
import { kubectl, pathOfObject, strategic } from './requests.ts'
import type { Choice, Deed, Scenery, Verb } from './verb.ts'

export type Rolled = Deployment | StatefulSet | DaemonSet

/** `statefulset/zk` */
export const typed = (o: Rolled): string => `${o.kind.toLowerCase()}/${o.metadata.name}`

export function newImage(plural: string, o: Rolled): Verb | undefined {
  const container = o.spec.template.spec.containers[0]
  if (!container) return undefined
  const { name, namespace = '' } = o.metadata
  const to = (image: string): Deed => ({
    say: { code: 'act.image', args: { name, image, container: container.name } },
    requests: [strategic(pathOfObject(plural, o), { spec: { template: { spec: { containers: [{ name: container.name, image }] } } } })],
    line: kubectl(namespace, 'set', 'image', typed(o), `${container.name}=${image}`),
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

export function restart(scenery: Scenery, plural: string, o: Rolled): Verb {
  const { name, namespace = '' } = o.metadata
  const at = formatTime(START_MS + scenery.now)
  const template = { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': at } } }
  return {
    id: 'restart',
    key: 'verb.restart',
    letter: 'R',
    group: 'change',
    deed: {
      say: { code: 'act.restart', args: { name } },
      requests: [strategic(pathOfObject(plural, o), { spec: { template } })],
      line: kubectl(namespace, 'rollout', 'restart', typed(o)),
    },
  }
}
