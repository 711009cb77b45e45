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
  proxy: { upstream: 'pkg/proxy/iptables/proxier.go', docs: 'reference/networking/virtual-ips/' },
}

/** Rules of single codes, where one page says exactly this. */
const EXACT: Readonly<Record<string, Rule>> = {
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
