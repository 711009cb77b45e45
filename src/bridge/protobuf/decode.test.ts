import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readProtobuf } from './decode.ts'

const { bodies } = JSON.parse(readFileSync(new URL('../fixtures/kubectl-bodies.json', import.meta.url), 'utf8')) as {
  bodies: { command: string; base64: string }[]
}
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
const sentBy = (command: string): any => {
  const found = bodies.find(b => b.command.startsWith(`kubectl ${command}`))
  if (!found) throw new Error(`nothing was sent by kubectl ${command}`)
  return readProtobuf(Buffer.from(found.base64, 'base64'))
}

describe('what kubectl sends as protobuf', () => {
  it('is read, every body of it, with its kind', () => {
    const kinds = bodies.map(b => {
      const { apiVersion, kind } = readProtobuf(Buffer.from(b.base64, 'base64')) as { apiVersion: string; kind: string }
      return `${apiVersion} ${kind}`
    })
    expect(kinds).toEqual([
      'apps/v1 Deployment',
      'v1 Service',
      'v1 ConfigMap',
      'v1 Secret',
      'batch/v1 Job',
      'batch/v1 CronJob',
      'v1 ResourceQuota',
      'policy/v1 PodDisruptionBudget',
      'v1 ServiceAccount',
      'v1 Namespace',
      'autoscaling/v2 HorizontalPodAutoscaler',
      'authorization.k8s.io/v1 SelfSubjectAccessReview',
      'batch/v1 Job',
    ])
  })

  it('create deployment', () => {
    const d = sentBy('create deployment')
    expect(d.metadata).toMatchObject({ name: 'web', labels: { app: 'web' } })
    expect(d.spec).toMatchObject({ replicas: 3, selector: { matchLabels: { app: 'web' } } })
    expect(d.spec.template.spec.containers).toMatchObject([{ name: 'nginx', image: 'nginx:1.7.9', ports: [{ containerPort: 80 }] }])
  })

  it('create service: a port that is a number or a name', () => {
    expect(sentBy('create service').spec.ports).toMatchObject([{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080 }])
  })

  it('create configmap and secret: maps of words and of bytes', () => {
    expect(sentBy('create configmap').data).toEqual({ a: 'b' })
    expect(sentBy('create secret').data).toEqual({ k: Buffer.from('v').toString('base64') })
  })

  it('create quota: quantities', () => {
    expect(sentBy('create quota').spec.hard).toEqual({ cpu: '1500m', pods: '2' })
  })

  it('create pdb: a share', () => {
    expect(sentBy('create pdb').spec).toMatchObject({ minAvailable: '50%', selector: { matchLabels: { app: 'web' } } })
  })

  it('create job --from: a controller reference and the whole template', () => {
    const job = sentBy('create job k')
    expect(job.metadata.ownerReferences).toMatchObject([{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'cj', controller: true }])
    expect(job.spec.template.spec.containers[0].command).toEqual(['date'])
  })
})

describe('bytes that are none', () => {
  it('are refused with a reason', () => {
    expect(() => readProtobuf(Buffer.from('{"kind":"Pod"}'))).toThrow('expected prefix [107 56 115 0]')
    expect(() => readProtobuf(Buffer.from([0x6b, 0x38, 0x73, 0, 0x0a, 0x7f]))).toThrow('unexpected EOF')
    expect(() => readProtobuf(Buffer.from([0x6b, 0x38, 0x73, 0, 0x0b]))).toThrow('illegal wireType')
    expect(() => readProtobuf(Buffer.from([0x6b, 0x38, 0x73, 0]))).toThrow('no kind ""')
  })
})
