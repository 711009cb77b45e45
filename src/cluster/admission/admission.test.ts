import { describe, expect, it } from 'vitest'
import { Engine } from '../../engine/index.ts'
import { ApiError, type ApiObject, type Draft, formatTime, invalid, resources } from '../../kube/index.ts'
import { indexes } from '../indexes.ts'
import { profiles } from '../profiles.ts'
import { admit } from './index.ts'

const world = () => {
  const engine = new Engine({
    seed: 1,
    profile: profiles.instant,
    resources,
    indexes,
    actors: [{ name: 'nobody' }],
    admit,
    refuse: invalid,
    startMs: 1_490_864_400_000,
    timestamp: formatTime,
    freeze: true,
  })
  const create = (plural: string, draft: Draft): ApiObject => engine.api.create(plural, draft, { cause: 0 })
  create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  return { engine, create }
}

const pod = (spec: object = {}, metadata: object = {}): Draft => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'default', ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx:1.25' }], ...spec },
})

const refusal = (deed: () => unknown) => {
  try {
    deed()
  } catch (e) {
    if (e instanceof ApiError) return e.status
    throw e
  }
  return undefined
}

describe('NamespaceLifecycle', () => {
  it('refuses what is made in a namespace that is not there', () => {
    const { create } = world()
    expect(refusal(() => create('pods', pod({}, { namespace: 'nosuch' })))).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'namespaces "nosuch" not found',
      details: { name: 'nosuch', kind: 'namespaces' },
    })
  })

  it('refuses what is made in a namespace that is ending', () => {
    const { engine, create } = world()
    create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } })
    engine.api.merge('namespaces', 'other', { status: { phase: 'Terminating' } }, { cause: 0, subresource: 'status' })
    const late = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'other' } }
    expect(refusal(() => create('configmaps', late))).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "late" is forbidden: unable to create new content in namespace other because it is being terminated',
      reason: 'Forbidden',
      details: {
        name: 'late',
        kind: 'configmaps',
        causes: [{ reason: 'NamespaceTerminating', message: 'namespace other is being terminated', field: 'metadata.namespace' }],
      },
      code: 403,
    })
  })

  it.each(['default', 'kube-system'])('the namespace %s may not be deleted', name => {
    const { engine, create } = world()
    if (name !== 'default') create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    expect(refusal(() => engine.api.remove('namespaces', name, {}, { cause: 0 }))?.message).toBe(
      `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    )
  })
})

describe('ServiceAccount', () => {
  it('mounts token, certificate and namespace into every container, as a fresh pod has them', () => {
    const { create } = world()
    const { spec } = create('pods', pod({ initContainers: [{ name: 'i', image: 'busybox' }] }))
    const { name } = spec.volumes[0]
    expect(name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(spec.volumes).toEqual([
      {
        name,
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
          ],
          defaultMode: 420,
        },
      },
    ])
    const mount = { name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
    for (const c of [...spec.containers, ...spec.initContainers]) expect(c.volumeMounts).toEqual([mount])
    expect(spec).toMatchObject({ serviceAccountName: 'default', serviceAccount: 'default' })
  })

  it('mounts nothing where the pod does not want it', () => {
    const { create } = world()
    const { spec } = create('pods', pod({ automountServiceAccountToken: false }))
    expect(spec.volumes).toBeUndefined()
    expect(spec.serviceAccountName).toBe('default')
  })

  it('refuses an account that is not there', () => {
    const { create } = world()
    expect(refusal(() => create('pods', pod({ serviceAccountName: 'nope' })))?.message).toBe(
      'pods "a" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found',
    )
  })

  it('gives the pods of one owner one spec, so that a hundred thousand cost little', () => {
    const { create } = world()
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true }
    const draft = pod({}, { ownerReferences: [owner] })
    const [one, two] = ['a', 'b'].map(name => create('pods', { ...draft, metadata: { ...draft.metadata, name } }))
    expect(one?.spec).toBe(two?.spec)
  })
})

describe('Priority', () => {
  it('is 0 and may preempt, unless a class says otherwise', () => {
    const { create } = world()
    expect(create('pods', pod()).spec).toMatchObject({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' })
  })

  const rank = (name: string, value: number, more: object = {}): Draft => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    ...more,
  })

  it('a class gives number and policy', () => {
    const { create } = world()
    create('priorityclasses', rank('polite', 7, { preemptionPolicy: 'Never' }))
    expect(create('pods', pod({ priorityClassName: 'polite' })).spec).toMatchObject({ priority: 7, preemptionPolicy: 'Never' })
  })

  it('the default class is for those that name none, and there is only one', () => {
    const { create } = world()
    create('priorityclasses', rank('g1', 5, { globalDefault: true }))
    expect(create('pods', pod()).spec).toMatchObject({ priority: 5, priorityClassName: 'g1' })
    expect(refusal(() => create('priorityclasses', rank('g2', 5, { globalDefault: true })))?.message).toBe(
      'priorityclasses.scheduling.k8s.io "g2" is forbidden: PriorityClass g1 is already marked as default. Only one default can exist',
    )
  })

  it('refuses a class that is not there, and numbers that the author sets', () => {
    const { create } = world()
    expect(refusal(() => create('pods', pod({ priorityClassName: 'nope' })))?.message).toBe(
      'pods "a" is forbidden: no PriorityClass with name nope was found',
    )
    expect(refusal(() => create('pods', pod({ priority: 5 })))?.message).toBe(
      'pods "a" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    )
    expect(refusal(() => create('pods', pod({ preemptionPolicy: 'Never' })))?.message).toBe(
      'pods "a" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    )
  })
})

describe('DefaultTolerationSeconds', () => {
  const seconds = (spec: object) => {
    const { create } = world()
    return create('pods', pod(spec)).spec.tolerations
  }
  const five = (key: string) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })

  it('adds five minutes for nodes that are not ready or unreachable', () => {
    expect(seconds({})).toEqual([five('not-ready'), five('unreachable')])
  })

  it('leaves what the pod itself says', () => {
    const own = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 12 }
    expect(seconds({ tolerations: [own] })).toEqual([own, five('not-ready')])
    expect(seconds({ tolerations: [{ operator: 'Exists' }] })).toEqual([{ operator: 'Exists' }])
  })
})

describe('TaintNodesByCondition', () => {
  it('a new node takes no pods until it is ready', () => {
    const { create } = world()
    expect(create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-x' } }).spec.taints).toEqual([
      { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
    ])
  })
})

describe('Storage', () => {
  const claim = (spec: object = {}): Draft => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  })

  it('a claim that names no class gets the default one, and is protected while it is used', () => {
    const { create } = world()
    create('storageclasses', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'podium.local/disk',
    })
    const made = create('persistentvolumeclaims', claim())
    expect(made.spec.storageClassName).toBe('standard')
    expect(made.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
  })

  it('an empty class is a class', () => {
    const { create } = world()
    expect(create('persistentvolumeclaims', claim({ storageClassName: '' })).spec.storageClassName).toBe('')
  })
})

describe('LimitRanger in the chain', () => {
  it('fills in before the account is added, and leaves what is invalid to validation', () => {
    const { create } = world()
    const limits = [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' }, max: { cpu: '550m' } }]
    create('limitranges', { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'r', namespace: 'default' }, spec: { limits } })
    const made = create('pods', pod())
    expect(made.spec.containers[0].resources).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '100m' } })
    expect(made.status.qosClass).toBe('Burstable')
    const crossed = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '600m' } } }] }
    expect(refusal(() => create('pods', pod(crossed, { name: 'b' })))?.code).toBe(422)
    const high = { containers: [{ name: 'c', image: 'nginx', resources: { limits: { cpu: '2' }, requests: { cpu: '1' } } }] }
    expect(refusal(() => create('pods', pod(high, { name: 'b' })))?.message).toBe(
      'pods "b" is forbidden: maximum cpu usage per Container is 550m, but limit is 2',
    )
  })
})

describe('Binding', () => {
  it('a pod that is bound cannot be bound again', () => {
    const { engine, create } = world()
    create('pods', pod())
    const bind = (nodeName: string) =>
      engine.api.merge('pods', 'default/a', { spec: { nodeName } }, { cause: 0, subresource: 'binding', trusted: true })
    bind('no-such-node')
    expect(refusal(() => bind('node-1'))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "no-such-node"',
      details: { name: 'a', kind: 'pods/binding' },
    })
  })
})
