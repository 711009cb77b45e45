// The first scene: the talk's Deployment and Service (their values are those of the talk), and, when its pods have come up, clients that send it
// requests. What the first visit shows are these two actions and ten seconds of simulation; nothing is staged.
import type { Action, Branch, DoorRequest } from './contract.ts'

export const OPENING_MS = 10_000

const post = (path: string, body: unknown): DoorRequest => ({ method: 'POST', path, body })

export const OPENING: readonly Action[] = [
  {
    atMs: 0,
    say: { code: 'act.opening', args: {} },
    requests: [
      post('/api/v1/namespaces/default/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'nginx', labels: { demo: 'deployment' } },
        spec: { selector: { demo: 'deployment' }, ports: [{ port: 80 }] },
      }),
      post('/apis/apps/v1/namespaces/default/deployments', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'nginx', labels: { demo: 'deployment' } },
        spec: {
          replicas: 3,
          selector: { matchLabels: { demo: 'deployment' } },
          template: {
            metadata: { labels: { demo: 'deployment', version: 'v1.7.9' } },
            spec: { containers: [{ name: 'nginx', image: 'nginx:1.7.9', ports: [{ containerPort: 80 }] }] },
          },
        },
      }),
    ],
  },
  {
    atMs: 4_000,
    say: { code: 'act.openingLoad', args: { service: 'nginx' } },
    requests: [
      post('/apis/podium.local/v1/namespaces/default/loads', {
        apiVersion: 'podium.local/v1',
        kind: 'Load',
        metadata: { name: 'nginx' },
        spec: { service: 'nginx', port: 80, requestsPerSecond: 10, pattern: 'steady' },
      }),
    ],
  },
]

/** Nobody has done anything yet. */
export const isUntouched = (branches: readonly Branch[]): boolean =>
  branches.length === 1 && (branches[0]?.actions.length ?? 0) <= OPENING.length
