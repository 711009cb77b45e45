// A whole cluster with hands and eyes for tests of what lies on disks.
import type { Engine } from '../../../engine/index.ts'
import type { ApiObject, Draft, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../kube/index.ts'
import type { DiskDirectory } from '../../../shell/index.ts'
import { createCluster } from '../../cluster.ts'
import { disks } from '../index.ts'

export class StorageWorld {
  readonly engine: Engine

  constructor({ seed = 1, nodes = 3 } = {}) {
    this.engine = createCluster({ seed, nodes, profile: 'classroom', freeze: true })
    this.wait(1)
  }

  create<T extends ApiObject = ApiObject>(plural: string, object: Draft): T {
    return this.engine.act('you', '-', 'test', {}, cause => this.engine.api.create(plural, object, { cause })) as T
  }
  merge(plural: string, key: string, patch: Record<string, unknown>): void {
    this.engine.act('you', '-', 'test', {}, cause => this.engine.api.merge(plural, key, patch, { cause }))
  }
  remove(plural: string, key: string, options = {}): void {
    this.engine.act('you', '-', 'test', {}, cause => this.engine.api.remove(plural, key, options, { cause }))
  }
  fault(name: string, spec: object): void {
    this.create('faults', { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name }, spec } as Draft)
  }

  claim(name: string, spec: object = {}): void {
    const metadata = { name, namespace: 'default' }
    const asks = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    this.create('persistentvolumeclaims', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: { ...asks, ...spec } })
  }
  volume(name: string, size: string, spec: object = {}): void {
    const more = {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: size },
      hostPath: { path: `/disks/${name}` },
      storageClassName: 'by-hand',
    }
    this.create('persistentvolumes', { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec: { ...more, ...spec } })
  }
  /** A pod with the claim at /data, that runs a script. */
  pod(name: string, claim: string, script: string, spec: object = {}): void {
    const main = {
      name: 'main',
      image: 'busybox:1.36',
      command: ['sh', '-c', script],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    }
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: claim } }]
    const metadata = { name, namespace: 'default' }
    this.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { terminationGracePeriodSeconds: 1, containers: [main], volumes, ...spec },
    })
  }
  /** A StatefulSet whose pods have a claim `data` at /data and run a script. */
  set(name: string, replicas: number, script: string, more: { spec?: object; pod?: object } = {}): void {
    const main = {
      name: 'main',
      image: 'busybox:1.36',
      command: ['sh', '-c', script],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    }
    const spec = {
      replicas,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { terminationGracePeriodSeconds: 1, containers: [main], ...more.pod } },
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
      ...more.spec,
    }
    this.create('statefulsets', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace: 'default' }, spec } as Draft)
  }

  wait(seconds: number): void {
    this.engine.advance(this.engine.now + seconds * 1000)
  }
  until(what: string, holds: () => unknown, seconds = 120): void {
    const end = this.engine.now + seconds * 1000
    while (!holds()) {
      if (this.engine.now >= end) throw new Error(`not within ${seconds} s: ${what}`)
      this.engine.advance(this.engine.now + 50)
    }
  }

  getPod = (name: string) => this.engine.store.get<Pod>('pods', `default/${name}`)
  getClaim = (name: string) => this.engine.store.get<PersistentVolumeClaim>('persistentvolumeclaims', `default/${name}`)
  getVolume = (name: string) => this.engine.store.get<PersistentVolume>('persistentvolumes', name)
  volumes = () => [...this.engine.store.list<PersistentVolume>('persistentvolumes')]
  isRunning = (name: string) => this.getPod(name)?.status.phase === 'Running' && !this.getPod(name)?.metadata.deletionTimestamp
  running(name: string, seconds?: number): void {
    this.until(`${name} runs`, () => this.isRunning(name), seconds)
  }
  /** What stands in a file on the disk of a claim. */
  file(claim: string, name: string): string | undefined {
    const disk = disks(this.engine.world).get(this.getClaim(claim)?.spec.volumeName ?? '')
    const entry = (disk?.content as DiskDirectory | undefined)?.entries[name]
    return entry?.type === 'file' ? entry.text : undefined
  }
  /** What was said about an object, each once, in order. */
  said(about: string): string[] {
    return [...this.engine.store.list('events')]
      .filter(e => e.involvedObject.name === about)
      .map(e => `${e.reason} ${e.message}`.replace(/pvc-[0-9a-f-]{36}/g, 'PV'))
  }
}
