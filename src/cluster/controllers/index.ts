// Everybody who acts in the cluster. A new controller is one Actor in a file of its own and one line here.
import type { Actor } from '../../engine/index.ts'
import { kubelets } from '../kubelet/index.ts'
import { recorder } from '../recorder.ts'
import { scheduler } from '../scheduler/index.ts'
import { deployment } from './deployment.ts'
import { garbageCollector } from './garbagecollector.ts'
import { namespace } from './namespace.ts'
import { replicaset } from './replicaset.ts'
import { rootCertificate, serviceAccount } from './serviceaccount.ts'

export const controllers: readonly Actor[] = [
  deployment,
  replicaset,
  scheduler,
  garbageCollector,
  namespace,
  serviceAccount,
  rootCertificate,
  ...kubelets,
  recorder,
]
