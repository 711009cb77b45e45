// What is answered for a request that was not done: because the engine has stopped or the worker has ended, what a client hears of a server that is not there to
// serve; because answering it failed, what it hears of a server with a fault. Upstream: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go
// (NewServiceUnavailable, NewInternalError).
import { ApiError } from '../kube/index.ts'
import type { DoorAnswer } from './contract.ts'

export const UNANSWERED: DoorAnswer = {
  status: 503,
  body: new ApiError(503, 'ServiceUnavailable', 'the simulation has stopped').status,
  warnings: [],
}

export const failedOn = (e: unknown): DoorAnswer => ({
  status: 500,
  body: new ApiError(500, 'InternalError', `Internal error occurred: ${e instanceof Error ? e.message : String(e)}`).status,
  warnings: [],
})
