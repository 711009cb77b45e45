// What is answered for a request that was not done, because the engine has stopped or the worker has ended: what a client hears of a server that is not there to
// serve. Upstream: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go (NewServiceUnavailable).
import { ApiError } from '../kube/index.ts'
import type { DoorAnswer } from './contract.ts'

export const UNANSWERED: DoorAnswer = {
  status: 503,
  body: new ApiError(503, 'ServiceUnavailable', 'the simulation has stopped').status,
  warnings: [],
}
