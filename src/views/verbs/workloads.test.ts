// Verbs of StatefulSets, DaemonSets, Jobs, CronJobs and autoscalers against a real cluster in this thread: each comes to what it says.
import { beforeEach, describe, expect, it } from 'vitest'
import type { CronJob, DaemonSet, HorizontalPodAutoscaler, Job, Pod, StatefulSet } from '../../kube/index.ts'
import { AGENT, Living, NIGHTLY, TILES, ZK } from './testing/living.ts'

let c: Living
const pods = (app: string) => [...c.mirror.objects<Pod>('pods').values()].filter(p => p.metadata.labels?.app === app)
const images = (app: string) => pods(app).map(p => p.spec.containers[0]?.image)

beforeEach(async () => {
  c = await new Living().begin()
})

describe('a StatefulSet', () => {
  const ZK_SUBJECT = 'statefulsets default/zk'
  const zk = () => c.mirror.object<StatefulSet>('statefulsets', 'default/zk') as StatefulSet
  beforeEach(() => c.apply(ZK))

  it('is scaled through its scale subresource', async () => {
    expect(await c.does(ZK_SUBJECT, 'scaleUp')).toBe('kubectl scale statefulset zk --replicas=4')
    await c.pass(10_000)
    expect(
      pods('zk')
        .map(p => p.metadata.name)
        .sort(),
    ).toEqual(['zk-0', 'zk-1', 'zk-2', 'zk-3'])
  })
  it('gets an image from its partition on, and back by what its ControllerRevision holds', async () => {
    expect(await c.does(ZK_SUBJECT, 'partition', { answer: '2' })).toBe(
      `kubectl patch statefulset zk -p '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}}}}'`,
    )
    expect(await c.does(ZK_SUBJECT, 'image', { answer: 'web:2' })).toBe('kubectl set image statefulset/zk zk=web:2')
    await c.pass(20_000)
    expect(images('zk').sort()).toEqual(['web:1', 'web:1', 'web:2'])
    await c.does(ZK_SUBJECT, 'partition', { answer: '0' })
    await c.pass(30_000)
    expect(images('zk')).toEqual(['web:2', 'web:2', 'web:2'])
    expect(await c.does(ZK_SUBJECT, 'undo')).toBe('kubectl rollout undo statefulset/zk')
    expect(zk().spec.template.spec.containers[0]?.image).toBe('web:1')
    await c.pass(30_000)
    expect(images('zk')).toEqual(['web:1', 'web:1', 'web:1'])
  }, 120_000)
  it('has no partition where pods are only replaced by hand', async () => {
    await c.state.act({ code: 'act.request', args: {} }, [
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/default/statefulsets/zk',
        body: { spec: { updateStrategy: { type: 'OnDelete', rollingUpdate: null } } },
      },
    ])
    expect(c.ids(ZK_SUBJECT)).not.toContain('partition')
  })
  it('is restarted, and deleted with or without its pods', async () => {
    const before = pods('zk').map(p => p.metadata.uid)
    await c.does(ZK_SUBJECT, 'restart')
    await c.pass(60_000)
    expect(pods('zk').filter(p => before.includes(p.metadata.uid))).toEqual([])
    expect(await c.does(ZK_SUBJECT, 'orphan')).toBe('kubectl delete statefulset zk --cascade=orphan')
    await c.pass(5000)
    expect(pods('zk')).toHaveLength(3)
  }, 120_000)
  it('warns before a pod with an identity is forgotten, and more when it still runs out of sight', async () => {
    expect(c.verb('pods default/zk-0', 'force').danger?.key).toBe('verb.force.identity')
    const node = c.mirror.object<Pod>('pods', 'default/zk-0')?.spec.nodeName as string
    await c.does(`nodes ${node}`, 'network')
    await c.pass(1000)
    expect(c.verb('pods default/zk-0', 'force').danger).toEqual({ key: 'verb.force.twice', args: { pod: 'zk-0', node } })
    const other = [...c.mirror.objects<Pod>('pods').values()].find(p => !p.metadata.labels?.app && p.spec.nodeName)
    expect(c.verb(`pods default/${other?.metadata.name}`, 'force').danger?.key).toBe('verb.force.danger')
  })
})

describe('a DaemonSet', () => {
  const AGENT_SUBJECT = 'daemonsets default/agent'
  beforeEach(() => c.apply(AGENT))

  it('gets another image on every node, and back', async () => {
    expect(await c.does(AGENT_SUBJECT, 'image', { answer: 'agent:2' })).toBe('kubectl set image daemonset/agent agent=agent:2')
    await c.pass(60_000)
    expect(images('agent')).toEqual(['agent:2', 'agent:2', 'agent:2'])
    expect(await c.does(AGENT_SUBJECT, 'undo')).toBe('kubectl rollout undo daemonset/agent')
    await c.pass(60_000)
    expect(images('agent')).toEqual(['agent:1', 'agent:1', 'agent:1'])
  }, 120_000)
  it('is meant for nodes with a label, and for all again', async () => {
    await c.does('nodes node-2', 'label', { answer: 'disk=ssd' })
    await c.does(AGENT_SUBJECT, 'nodeSelector', { answer: 'disk=ssd' })
    await c.pass(30_000)
    expect(pods('agent').map(p => p.spec.nodeName)).toEqual(['node-2'])
    await c.does(AGENT_SUBJECT, 'nodeSelector', { answer: '' })
    await c.pass(60_000)
    expect(pods('agent')).toHaveLength(3)
    expect(c.mirror.object<DaemonSet>('daemonsets', 'default/agent')?.spec.template.spec.nodeSelector).toBeUndefined()
  }, 120_000)
  it('comes to a node that joins, and leaves with one that is deleted', async () => {
    expect(await c.does('nodes node-1', 'addNode')).toMatch(/^echo '.*"name":"node-4".*' \| kubectl create -f -$/)
    await c.pass(40_000)
    expect(pods('agent').map(p => p.spec.nodeName)).toContain('node-4')
    expect(await c.does('nodes node-4', 'delete')).toBe('kubectl delete node node-4')
    await c.pass(120_000)
    expect(pods('agent')).toHaveLength(3)
  }, 120_000)
})

describe('a Job', () => {
  const TILES_SUBJECT = 'jobs default/tiles'
  const active = () => c.mirror.object<Job>('jobs', 'default/tiles')?.status.active ?? 0
  beforeEach(() => c.apply(TILES, 10_000))

  it('is let run more at once, suspended, and resumed', async () => {
    expect(await c.does(TILES_SUBJECT, 'scaleTo', { answer: '4' })).toBe(`kubectl patch job tiles -p '{"spec":{"parallelism":4}}'`)
    await c.pass(5000)
    expect(active()).toBe(4)
    expect(await c.does(TILES_SUBJECT, 'suspend')).toBe(`kubectl patch job tiles -p '{"spec":{"suspend":true}}'`)
    await c.pass(40_000)
    expect(active()).toBe(0)
    expect(c.verb(TILES_SUBJECT, 'suspend').key).toBe('verb.goOn')
    await c.does(TILES_SUBJECT, 'suspend')
    await c.pass(5000)
    expect(active()).toBe(4)
  })
  it('can only be deleted when it has ended', async () => {
    await c.does(TILES_SUBJECT, 'scaleTo', { answer: '6' })
    await c.pass(200_000)
    expect(c.ids(TILES_SUBJECT)).toEqual(['delete', 'orphan'])
  })
})

describe('a CronJob', () => {
  it('is started out of turn, again under another name, and suspended', async () => {
    await c.apply(NIGHTLY, 1000)
    expect(await c.does('cronjobs default/nightly', 'trigger')).toBe('kubectl create job nightly-manual-1 --from=cronjob/nightly')
    expect(await c.does('cronjobs default/nightly', 'trigger')).toContain('nightly-manual-2')
    await c.pass(20_000)
    const job = c.mirror.object<Job>('jobs', 'default/nightly-manual-1')
    expect(job?.metadata.annotations).toMatchObject({ 'cronjob.kubernetes.io/instantiate': 'manual' })
    expect(job?.metadata.labels).toMatchObject({ app: 'nightly' })
    expect(job?.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'CronJob', name: 'nightly', controller: true })
    expect(job?.status.succeeded).toBe(1)
    await c.does('cronjobs default/nightly', 'suspend')
    expect(c.mirror.object<CronJob>('cronjobs', 'default/nightly')?.spec.suspend).toBe(true)
  })
})

describe('an autoscaler', () => {
  it('may ask for other numbers', async () => {
    await c.apply(
      `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: nginx}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nginx}
  minReplicas: 2
  maxReplicas: 4
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
`,
      1000,
    )
    const subject = 'horizontalpodautoscalers default/nginx'
    const spec = () => c.mirror.object<HorizontalPodAutoscaler>('horizontalpodautoscalers', 'default/nginx')?.spec
    expect(await c.does(subject, 'maxUp')).toBe(`kubectl patch hpa nginx --type=merge -p '{"spec":{"maxReplicas":5}}'`)
    await c.does(subject, 'range', { answer: '3-8' })
    expect(spec()).toMatchObject({ minReplicas: 3, maxReplicas: 8 })
    const { question } = c.verb(subject, 'range')
    expect(['', '3', '0-3', '5-3', 'a-b'].map(a => question?.check(a))).not.toContain(undefined)
  })
})

it('no letter stands twice, for any kind', async () => {
  await c.apply([ZK, AGENT, TILES, NIGHTLY].join('\n---\n'), 10_000)
  const subjects = [
    'statefulsets default/zk',
    'daemonsets default/agent',
    'jobs default/tiles',
    'cronjobs default/nightly',
    'pods default/zk-0',
  ]
  for (const subject of [...subjects, 'nodes node-1', 'zones zone-b', 'nodes node-1,node-2', 'pods default/zk-0,default/zk-1']) {
    const letters = c.verbs(subject).flatMap(v => v.letter ?? [])
    expect(new Set(letters).size, subject).toBe(letters.length)
    expect(letters.length, subject).toBeGreaterThan(0)
  }
})
