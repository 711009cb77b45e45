// Everybody who acts in the cluster. A new controller is one Actor in a file of its own and one line here.
import type { Actor } from '../../engine/index.ts'
import { execs } from '../execs.ts'
import { kubelets } from '../kubelet/index.ts'
import { recorder } from '../recorder.ts'
import { scheduler } from '../scheduler/index.ts'
import { traffic } from '../traffic/index.ts'
import { attachDetach } from './attachdetach.ts'
import { cronjob } from './cronjob.ts'
import { daemonset } from './daemonset.ts'
import { deployment } from './deployment.ts'
import { stalePodDisruption } from './disruption/stale.ts'
import { disruption } from './disruption.ts'
import { endpoints } from './endpoints.ts'
import { endpointSlice } from './endpointslice.ts'
import { garbageCollector } from './garbagecollector.ts'
import { horizontalpodautoscaler } from './horizontalpodautoscaler.ts'
import { jobOrphans } from './job/orphans.ts'
import { job } from './job.ts'
import { namespace } from './namespace.ts'
import { nodelifecycle } from './nodelifecycle.ts'
import { provisioner } from './persistentvolume/provisioner.ts'
import { persistentVolumes } from './persistentvolume.ts'
import { podgc } from './podgc.ts'
import { replicaset } from './replicaset.ts'
import { resourcequota } from './resourcequota.ts'
import { rootCertificate, serviceAccount } from './serviceaccount.ts'
import { statefulset } from './statefulset.ts'
import { tainteviction } from './tainteviction.ts'
import { ttlAfterFinished } from './ttlafterfinished.ts'

export const controllers: readonly Actor[] = [
  deployment,
  replicaset,
  statefulset,
  daemonset,
  disruption,
  stalePodDisruption,
  horizontalpodautoscaler,
  ...persistentVolumes,
  provisioner,
  attachDetach,
  job,
  jobOrphans,
  cronjob,
  ttlAfterFinished,
  scheduler,
  endpointSlice,
  endpoints,
  nodelifecycle,
  tainteviction,
  podgc,
  garbageCollector,
  namespace,
  serviceAccount,
  rootCertificate,
  resourcequota,
  ...kubelets,
  ...traffic,
  execs,
  recorder,
]
