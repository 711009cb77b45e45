// Where each rule stands in Kubernetes: the path upstream and the page of its documentation. Names and addresses only; nothing is loaded from there.

export interface Rule {
  /** In github.com/kubernetes/kubernetes. */
  readonly upstream: string
  /** Under https://kubernetes.io/docs/. */
  readonly docs: string
}

const RULES: Readonly<Record<string, Rule>> = {
  deployment: { upstream: 'pkg/controller/deployment/deployment_controller.go', docs: 'concepts/workloads/controllers/deployment/' },
  replicaset: { upstream: 'pkg/controller/replicaset/replica_set.go', docs: 'concepts/workloads/controllers/replicaset/' },
  scheduler: { upstream: 'pkg/scheduler/schedule_one.go', docs: 'concepts/scheduling-eviction/kube-scheduler/' },
  kubelet: { upstream: 'pkg/kubelet/kubelet.go', docs: 'concepts/workloads/pods/pod-lifecycle/' },
  nodelifecycle: {
    upstream: 'pkg/controller/nodelifecycle/node_lifecycle_controller.go',
    docs: 'concepts/architecture/nodes/#node-controller',
  },
  tainteviction: {
    upstream: 'pkg/controller/tainteviction/taint_eviction.go',
    docs: 'concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
  },
  podgc: { upstream: 'pkg/controller/podgc/gc_controller.go', docs: 'concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection' },
  garbagecollector: { upstream: 'pkg/controller/garbagecollector/garbagecollector.go', docs: 'concepts/architecture/garbage-collection/' },
  endpointslice: { upstream: 'staging/src/k8s.io/endpointslice/reconciler.go', docs: 'concepts/services-networking/endpoint-slices/' },
  namespace: { upstream: 'pkg/controller/namespace/namespace_controller.go', docs: 'concepts/overview/working-with-objects/namespaces/' },
  serviceaccount: { upstream: 'pkg/controller/serviceaccount/serviceaccounts_controller.go', docs: 'concepts/security/service-accounts/' },
  apiserver: { upstream: 'staging/src/k8s.io/apiserver/pkg/endpoints/handlers', docs: 'reference/using-api/api-concepts/' },
  statefulset: { upstream: 'pkg/controller/statefulset/stateful_set_control.go', docs: 'concepts/workloads/controllers/statefulset/' },
  daemonset: { upstream: 'pkg/controller/daemon/daemon_controller.go', docs: 'concepts/workloads/controllers/daemonset/' },
  job: { upstream: 'pkg/controller/job/job_controller.go', docs: 'concepts/workloads/controllers/job/' },
  joborphans: { upstream: 'pkg/controller/job/job_controller.go', docs: 'concepts/workloads/controllers/job/' },
  cronjob: { upstream: 'pkg/controller/cronjob/cronjob_controllerv2.go', docs: 'concepts/workloads/controllers/cron-jobs/' },
  ttlafterfinished: {
    upstream: 'pkg/controller/ttlafterfinished/ttlafterfinished_controller.go',
    docs: 'concepts/workloads/controllers/ttlafterfinished/',
  },
  disruption: { upstream: 'pkg/controller/disruption/disruption.go', docs: 'concepts/workloads/pods/disruptions/' },
  stalepoddisruption: { upstream: 'pkg/controller/disruption/disruption.go', docs: 'concepts/workloads/pods/disruptions/' },
  horizontalpodautoscaler: {
    upstream: 'pkg/controller/podautoscaler/horizontal.go',
    docs: 'tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
  },
  persistentvolume: {
    upstream: 'pkg/controller/volume/persistentvolume/pv_controller.go',
    docs: 'concepts/storage/persistent-volumes/#binding',
  },
  pvphase: {
    upstream: 'pkg/controller/volume/persistentvolume/pv_controller.go',
    docs: 'concepts/storage/persistent-volumes/#phase',
  },
  provisioner: {
    upstream: 'pkg/controller/volume/persistentvolume/pv_controller.go',
    docs: 'concepts/storage/dynamic-provisioning/',
  },
  attachdetach: {
    upstream: 'pkg/controller/volume/attachdetach/reconciler/reconciler.go',
    docs: 'concepts/storage/persistent-volumes/#access-modes',
  },
  pvcprotection: {
    upstream: 'pkg/controller/volume/pvcprotection/pvc_protection_controller.go',
    docs: 'concepts/storage/persistent-volumes/#storage-object-in-use-protection',
  },
  pvprotection: {
    upstream: 'pkg/controller/volume/pvprotection/pv_protection_controller.go',
    docs: 'concepts/storage/persistent-volumes/#storage-object-in-use-protection',
  },
  resourcequota: { upstream: 'pkg/controller/resourcequota/resource_quota_controller.go', docs: 'concepts/policy/resource-quotas/' },
  proxy: { upstream: 'pkg/proxy/iptables/proxier.go', docs: 'reference/networking/virtual-ips/' },
}

const statefulset = (upstream: string, anchor: string): Rule => ({
  upstream: `pkg/controller/statefulset/${upstream}`,
  docs: `concepts/workloads/controllers/statefulset/#${anchor}`,
})
const daemonset = (upstream: string, docs: string): Rule => ({ upstream: `pkg/controller/daemon/${upstream}`, docs })
const job = (upstream: string, anchor: string): Rule => ({
  upstream: `pkg/controller/job/${upstream}`,
  docs: `concepts/workloads/controllers/job/#${anchor}`,
})

/** Rules of single codes, where one page says exactly this. */
const EXACT: Readonly<Record<string, Rule>> = {
  'statefulset.creating': statefulset('stateful_set_control.go', 'deployment-and-scaling-guarantees'),
  'statefulset.waitingForReady': statefulset('stateful_set_control.go', 'orderedready-pod-management'),
  'statefulset.waitingForGone': statefulset('stateful_set_control.go', 'deployment-and-scaling-guarantees'),
  'statefulset.waitingForAvailable': statefulset('stateful_set_control.go', 'minimum-ready-seconds'),
  'statefulset.updating': statefulset('stateful_set_control.go', 'rolling-updates'),
  'statefulset.waitingForUpdated': statefulset('stateful_set_control.go', 'forced-rollback'),
  'statefulset.scalingDown': statefulset('stateful_set_control.go', 'deployment-and-scaling-guarantees'),
  'daemonset.placing': daemonset('daemon_controller.go', 'concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled'),
  'daemonset.updating': daemonset('update.go', 'tasks/manage-daemon/update-daemon-set/'),
  'job.backingOff': job('backoff_utils.go', 'pod-backoff-failure-policy'),
  'job.failing': job('job_controller.go', 'job-termination-and-cleanup'),
  'job.succeeding': job('success_policy.go', 'success-policy'),
  'job.suspended': job('job_controller.go', 'suspending-a-job'),
  'deployment.timedOut': {
    upstream: 'pkg/controller/deployment/progress.go',
    docs: 'concepts/workloads/controllers/deployment/#failed-deployment',
  },
  'deployment.resizingNew': {
    upstream: 'pkg/controller/deployment/rolling.go',
    docs: 'concepts/workloads/controllers/deployment/#rolling-update-deployment',
  },
  'deployment.shrinkingOld': {
    upstream: 'pkg/controller/deployment/rolling.go',
    docs: 'concepts/workloads/controllers/deployment/#max-unavailable',
  },
  'deployment.scaling': {
    upstream: 'pkg/controller/deployment/sync.go',
    docs: 'concepts/workloads/controllers/deployment/#proportional-scaling',
  },
  'deployment.cleaningUp': {
    upstream: 'pkg/controller/deployment/sync.go',
    docs: 'concepts/workloads/controllers/deployment/#clean-up-policy',
  },
  'deployment.paused': {
    upstream: 'pkg/controller/deployment/deployment_controller.go',
    docs: 'concepts/workloads/controllers/deployment/#pausing-and-resuming-a-deployment',
  },
}

export const ruleOf = ({ by, code }: { by: string; code: string }): Rule | undefined => EXACT[code] ?? RULES[by]

export const docsUrl = ({ docs }: Rule): string => `https://kubernetes.io/docs/${docs}`
export const sourceUrl = ({ upstream }: Rule): string => `https://github.com/kubernetes/kubernetes/tree/v1.34.4/${upstream}`
