// Verbs against a real cluster in this thread: each is done through the front door and must come to what it says. And the command lines, word for word.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Deployment, Fault, Load, Node, Pod } from '../../kube/index.ts'
import { createSession, localHost, type Session } from '../../session/index.ts'
import { imagesAfter, nextTag, repositoryOf, tagOf } from './images.ts'
import { verbsFor } from './index.ts'
import { kubectl } from './requests.ts'

const DEPLOYMENT = 'deployments default/nginx'
const SERVICE = 'services default/nginx'

describe('verbs on a living cluster', () => {
  let session: Session
  const state = () => session.getState()
  const mirror = () => state().mirror
  const verbs = (subject: string) => verbsFor({ mirror: mirror(), now: state().now }, subject)
  const verb = (subject: string, id: string) => {
    const found = verbs(subject).find(v => v.id === id)
    if (!found) throw new Error(`${subject} has no ${id}, but ${verbs(subject).map(v => v.id)}`)
    return found
  }
  const deploy = () => mirror().object<Deployment>('deployments', 'default/nginx') as Deployment
  const pods = () => [...mirror().objects<Pod>('pods').values()]
  const pass = (ms: number) => state().seek(state().now + ms)

  /// Does a verb: its own deed, a choice of it, or an answer to its question. Returns the command line.
  async function does(subject: string, id: string, how: { choice?: string; answer?: string } = {}): Promise<string> {
    const v = verb(subject, id)
    const deed =
      how.answer !== undefined ? v.question?.deed(how.answer) : how.choice ? v.choices?.find(c => c.id === how.choice)?.deed : v.deed
    if (!deed) throw new Error(`${id} cannot be done so`)
    const answers = await state().act(deed.say, deed.requests)
    expect(answers.map(a => a.status).filter(s => s >= 400)).toEqual([])
    return deed.line
  }

  beforeEach(async () => {
    session = createSession(localHost(), false)
    await session.begin()
    state().pause()
  })

  it('scale a Deployment by one, and to a number', async () => {
    expect(await does(DEPLOYMENT, 'scaleUp')).toBe('kubectl scale deployment nginx --replicas=4')
    expect(deploy().spec.replicas).toBe(4)
    await does(DEPLOYMENT, 'scaleDown')
    expect(await does(DEPLOYMENT, 'scaleTo', { answer: '7' })).toBe('kubectl scale deployment nginx --replicas=7')
    await pass(8000)
    expect(pods()).toHaveLength(7)
  })
  it('do not scale below nothing', async () => {
    await does(DEPLOYMENT, 'scaleTo', { answer: '0' })
    expect(verbs(DEPLOYMENT).map(v => v.id)).not.toContain('scaleDown')
    const { question } = verb(DEPLOYMENT, 'scaleTo')
    expect(['-1', '1.5', 'x', '', '10000000'].map(a => question?.check(a))).not.toContain(undefined)
    expect(question?.check('12')).toBeUndefined()
  })
  it('set an image, and go back by the template of the revision before', async () => {
    expect(await does(DEPLOYMENT, 'image', { choice: 'nginx:1.9.1' })).toBe('kubectl set image deployment/nginx nginx=nginx:1.9.1')
    await pass(20_000)
    expect(pods().map(p => p.spec.containers[0]?.image)).toEqual(['nginx:1.9.1', 'nginx:1.9.1', 'nginx:1.9.1'])
    expect(await does(DEPLOYMENT, 'undo')).toBe('kubectl rollout undo deployment/nginx')
    expect(deploy().spec.template.metadata.labels).toEqual({ demo: 'deployment', version: 'v1.7.9' })
    await pass(20_000)
    expect(pods().map(p => p.spec.containers[0]?.image)).toEqual(['nginx:1.7.9', 'nginx:1.7.9', 'nginx:1.7.9'])
  }, 120_000)
  it('offer every earlier revision by number', async () => {
    for (const image of ['nginx:2', 'nginx:3']) {
      await does(DEPLOYMENT, 'image', { answer: image })
      await pass(20_000)
    }
    expect(verb(DEPLOYMENT, 'undo').choices?.map(c => [c.id, c.text])).toEqual([
      ['2', 'nginx:2'],
      ['1', 'nginx:1.7.9'],
    ])
    expect(await does(DEPLOYMENT, 'undo', { choice: '1' })).toBe('kubectl rollout undo deployment/nginx --to-revision=1')
    expect(deploy().spec.template.spec.containers[0]?.image).toBe('nginx:1.7.9')
  }, 120_000)
  it('pause and resume a rollout; a paused one is neither undone nor restarted', async () => {
    await does(DEPLOYMENT, 'image', { choice: 'nginx:1.9.1' })
    await pass(500)
    expect(await does(DEPLOYMENT, 'pause')).toBe('kubectl rollout pause deployment/nginx')
    expect(verbs(DEPLOYMENT).map(v => v.id)).not.toEqual(expect.arrayContaining(['undo']))
    expect(verbs(DEPLOYMENT).map(v => v.id)).not.toEqual(expect.arrayContaining(['restart']))
    expect(await does(DEPLOYMENT, 'pause')).toBe('kubectl rollout resume deployment/nginx')
    expect(deploy().spec.paused).toBeUndefined()
  })
  it('restart a rollout: the same pods anew', async () => {
    const before = pods().map(p => p.metadata.name)
    expect(await does(DEPLOYMENT, 'restart')).toBe('kubectl rollout restart deployment/nginx')
    await pass(20_000)
    expect(pods().filter(p => before.includes(p.metadata.name))).toEqual([])
    expect(pods()).toHaveLength(3)
  }, 120_000)
  it('delete with dependents, or leave them behind', async () => {
    expect(await does(DEPLOYMENT, 'orphan')).toBe('kubectl delete deployment nginx --cascade=orphan')
    await pass(5000)
    expect(pods()).toHaveLength(3)
    const rs = `replicasets ${[...mirror().objects('replicasets').keys()][0]}`
    await does(rs, 'delete')
    await pass(10_000)
    expect(pods()).toEqual([])
  })

  it('crash the container of one pod and of no other', async () => {
    const [first, ...others] = pods() as [Pod, ...Pod[]]
    await does(`pods default/${first.metadata.name}`, 'crash')
    await pass(3000)
    const restarts = (p: Pod) => mirror().object<Pod>('pods', `default/${p.metadata.name}`)?.status.containerStatuses?.[0]?.restartCount
    expect(restarts(first)).toBe(1)
    expect(others.map(restarts)).toEqual([0, 0])
  })
  it('fail and heal the probes of one pod; only one that has probes', async () => {
    const subject = () => `pods default/${pods()[0]?.metadata.name}`
    expect(verbs(subject()).map(v => v.id)).not.toContain('probe')
    const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1, failureThreshold: 1 }
    const containers = [{ name: 'nginx', image: 'nginx:1.7.9', readinessProbe: probe }]
    await state().act({ code: 'act.request', args: {} }, [
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/default/deployments/nginx',
        body: { spec: { template: { spec: { containers } } } },
        contentType: 'application/strategic-merge-patch+json',
      },
    ])
    await pass(20_000)
    const one = subject()
    const ready = () => pods().filter(p => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True')).length
    expect(ready()).toBe(3)
    await does(one, 'probe')
    await pass(4000)
    expect(ready()).toBe(2)
    expect(verb(one, 'probe').key).toBe('verb.healProbe')
    await does(one, 'probe')
    await pass(4000)
    expect(ready()).toBe(3)
  }, 120_000)
  it('delete a pod by force: it is gone at once', async () => {
    const name = pods()[0]?.metadata.name as string
    expect(await does(`pods default/${name}`, 'force')).toBe(`kubectl delete pod ${name} --grace-period=0 --force`)
    expect(mirror().object('pods', `default/${name}`)).toBeUndefined()
  })

  it('kill a node and power it on again', async () => {
    expect(await does('nodes node-2', 'power')).toMatch(/^echo '\{.*"type":"NodeCrash","nodes":\["node-2"\].*\}' \| kubectl create -f -$/)
    await pass(100)
    expect(mirror().row('machines', 'node-2')?.power).toBe('off')
    expect(verb('nodes node-2', 'power').key).toBe('verb.powerOn')
    expect(await does('nodes node-2', 'power')).toBe('kubectl delete fault crash-node-2')
    await pass(100)
    expect(mirror().row('machines', 'node-2')?.power).toBe('on')
  })
  it('power one node of a dark zone on, and leave the rest of the zone dark', async () => {
    await session.getState().restart({ nodes: 6 })
    state().pause()
    await does('zones zone-b', 'outage')
    await pass(100)
    const dark = () => [...mirror().rows('machines').values()].filter(m => m.power === 'off').map(m => m.node)
    expect(dark()).toEqual(['node-2', 'node-5'])
    await does('nodes node-5', 'power')
    await pass(100)
    expect(dark()).toEqual(['node-2'])
    await does('nodes node-2', 'power')
    await pass(100)
    expect(dark()).toEqual([])
    expect([...mirror().objects<Fault>('faults').values()]).toEqual([])
  })
  it('cut a node off and connect it again', async () => {
    await does('nodes node-3', 'network')
    await pass(100)
    expect(mirror().row('machines', 'node-3')?.link).toBe('cut')
    await does('nodes node-3', 'network')
    await pass(100)
    expect(mirror().row('machines', 'node-3')?.link).toBe('up')
  })
  it('cordon, uncordon, label', async () => {
    const node = () => mirror().object<Node>('nodes', 'node-1') as Node
    expect(await does('nodes node-1', 'cordon')).toBe('kubectl cordon node-1')
    expect(node().spec.unschedulable).toBe(true)
    expect(await does('nodes node-1', 'cordon')).toBe('kubectl uncordon node-1')
    expect(node().spec.unschedulable).toBeUndefined()
    expect(await does('nodes node-1', 'label', { answer: 'color=red' })).toBe('kubectl label node node-1 color=red')
    expect(await does('nodes node-1', 'label', { answer: 'color=blue' })).toBe('kubectl label node node-1 color=blue --overwrite')
    expect(node().metadata.labels?.color).toBe('blue')
    expect(await does('nodes node-1', 'label', { answer: 'color-' })).toBe('kubectl label node node-1 color-')
    expect(node().metadata.labels).not.toHaveProperty('color')
    const { question } = verb('nodes node-1', 'label')
    expect(['', 'color', '=red', 'a b=c', 'x=!'].map(a => question?.check(a))).not.toContain(undefined)
  })

  it('send a Service more, fewer, bursts, nothing, one', async () => {
    const load = () => mirror().object<Load>('loads', 'default/nginx')
    expect(await does(SERVICE, 'loadUp')).toBe(`kubectl patch load nginx --type=merge -p '{"spec":{"requestsPerSecond":20}}'`)
    expect(load()?.spec.requestsPerSecond).toBe(20)
    await does(SERVICE, 'loadDown')
    expect(load()?.spec.requestsPerSecond).toBe(10)
    for (let i = 0; i < 5; i++) await does(SERVICE, 'loadUp')
    // At the end of the ladder it stays where it is, and does nothing.
    expect(load()?.spec.requestsPerSecond).toBe(320)
    expect(verb(SERVICE, 'loadUp')).toMatchObject({ spent: true })
    expect(verb(SERVICE, 'loadUp').deed).toBeUndefined()
    await does(SERVICE, 'pattern')
    expect(load()?.spec.pattern).toBe('bursty')
    expect(await does(SERVICE, 'silence')).toBe('kubectl delete load nginx')
    await pass(3000)
    const sent = () => mirror().row('traffic', 'default/nginx')?.sent ?? 0
    const before = sent()
    expect(await does(SERVICE, 'once')).toBe('curl -sI http://nginx')
    await pass(3000)
    expect(sent()).toBe(before + 1)
    await does(SERVICE, 'loadUp')
    expect(load()?.spec.requestsPerSecond).toBe(10)
  })

  it('have no letter twice, so that each key does one thing', async () => {
    for (const subject of [DEPLOYMENT, SERVICE, 'nodes node-1', 'zones zone-a', `pods default/${pods()[0]?.metadata.name}`]) {
      const letters = verbs(subject).flatMap(v => v.letter ?? [])
      expect(new Set(letters).size, subject).toBe(letters.length)
      expect(letters.length).toBeGreaterThan(0)
    }
  })
  it('offer nothing for what is not there', () => {
    expect(verbs('pods default/nobody')).toEqual([])
  })
})

describe('images that are offered', () => {
  it.each([
    ['1.7.9', '1.9.1'],
    ['1.9.1', '1.9.2'],
    ['v3', 'v4'],
    ['1.9.1-crash', '1.9.1'],
    ['latest', '1.9.1'],
  ])('after tag %s comes %s', (tag, next) => expect(nextTag(tag)).toBe(next))
  it('name registries and digests apart from tags', () => {
    expect(tagOf('registry:5000/a/b:v1')).toBe('v1')
    expect(tagOf('registry:5000/a/b')).toBe('latest')
    expect(repositoryOf('registry:5000/a/b:v1')).toBe('registry:5000/a/b')
    expect(repositoryOf('a@sha256:00')).toBe('a')
  })
  it('are the good one, and each that goes wrong', () => {
    expect(imagesAfter('nginx:1.7.9').map(c => c.image)).toEqual([
      'nginx:1.9.1',
      'nginx:broken',
      'nginx:1.9.1-slow',
      'nginx:1.9.1-crash',
      'nginx:1.9.1-unready',
      'nginx:1.9.1-flaky',
    ])
    expect(imagesAfter('nginx:broken').map(c => c.image)).not.toContain('nginx:broken')
  })
})

describe('command lines', () => {
  it('quote what a shell would change, and leave the default namespace out', () => {
    expect(kubectl('default', 'get', 'pods')).toBe('kubectl get pods')
    expect(kubectl('demo', 'label', 'node', 'a', "x=it's")).toBe(`kubectl -n demo label node a 'x=it'\\''s'`)
  })
})
