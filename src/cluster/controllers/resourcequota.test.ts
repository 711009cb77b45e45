import { describe, expect, it } from 'vitest'
import { Engine } from '../../engine/index.ts'
import { type ApiObject, type Draft, formatTime, invalid, resources } from '../../kube/index.ts'
import { admit } from '../admission/index.ts'
import { indexes } from '../indexes.ts'
import { profiles } from '../profiles.ts'
import { resourcequota } from './resourcequota.ts'

function world() {
  const engine = new Engine({
    seed: 1,
    profile: profiles.classroom,
    resources,
    indexes,
    actors: [resourcequota],
    admit,
    refuse: invalid,
    startMs: 1_490_864_400_000,
    timestamp: formatTime,
    freeze: true,
  })
  const create = (plural: string, draft: Draft): ApiObject => engine.api.create(plural, draft, { cause: 0 })
  create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  const quota = (hard: object) =>
    create('resourcequotas', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small', namespace: 'default' }, spec: { hard } })
  const pod = (name: string) =>
    create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '300m' } } }] },
    })
  const status = () => engine.store.get('resourcequotas', 'default/small')?.status
  const run = (seconds: number) => engine.advance(engine.now + seconds * 1000)
  return { engine, create, quota, pod, status, run }
}

describe('ResourceQuota', () => {
  it('counts what is used, and again when something comes, ends or goes', () => {
    const { engine, quota, pod, status, run } = world()
    pod('a')
    quota({ pods: '4', cpu: '1', 'count/configmaps': '3' })
    run(1)
    expect(status()).toEqual({
      hard: { pods: '4', cpu: '1', 'count/configmaps': '3' },
      used: { pods: '1', cpu: '300m', 'count/configmaps': '0' },
    })
    pod('b')
    run(1)
    expect(status().used).toMatchObject({ pods: '2', cpu: '600m' })
    engine.api.merge('pods', 'default/a', { status: { phase: 'Succeeded' } }, { cause: 0, subresource: 'status' })
    run(1)
    expect(status().used).toMatchObject({ pods: '1', cpu: '300m' })
    engine.api.remove('pods', 'default/b', { gracePeriodSeconds: 0 }, { cause: 0 })
    run(1)
    expect(status().used).toMatchObject({ pods: '0', cpu: '0' })
  })

  it('stops the third pod of two, also when all come at once', () => {
    const { quota, pod, run } = world()
    quota({ pods: '2' })
    run(1)
    pod('a')
    pod('b')
    expect(() => pod('c')).toThrow('pods "c" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2')
  })

  it('what is no longer limited is no longer told', () => {
    const { engine, quota, status, run } = world()
    quota({ pods: '4', cpu: '1' })
    run(1)
    engine.api.merge('resourcequotas', 'default/small', { spec: { hard: { cpu: null } } }, { cause: 0 })
    run(1)
    expect(status()).toEqual({ hard: { pods: '4' }, used: { pods: '0' } })
  })
})
