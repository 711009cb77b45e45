import { describe, expect, it } from 'vitest'
import table from './fixtures/kubectl_rollout_status.json'
import { deploymentRolloutStatus } from './rollout.ts'
import type { Deployment } from './types.ts'

const deployment = (generation: number, replicas: number, status: object) =>
  ({ metadata: { name: 'foo', generation }, spec: { replicas }, status }) as unknown as Deployment

describe('kubectl rollout status of a Deployment', () => {
  it.each(table.cases)('$name', ({ input, expected }) => {
    const { message, done } = deploymentRolloutStatus(deployment(input.generation, input.specReplicas, input.status))
    expect({ message: `${message}\n`, done }).toEqual(expected)
  })

  it('is an error once the progress deadline has passed', () => {
    const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }]
    expect(deploymentRolloutStatus(deployment(1, 2, { observedGeneration: 1, conditions }))).toEqual({
      message: 'deployment "foo" exceeded its progress deadline',
      done: false,
      failed: true,
    })
  })
})
