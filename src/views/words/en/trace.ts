// What the inhabitants tell of what they do: captions on cards, "Why?", the event list, the sentences for screen readers. Key: the code that the cluster
// tells; add a line here and in zh/trace.ts for every new one.
export const trace = {
  /** Who tells it, and the sentence. */
  'trace.by': '{{who}}: {{words}}',
  'trace.who.deployment': 'Deployment',
  'trace.who.replicaset': 'ReplicaSet',
  'trace.who.scheduler': 'Scheduler',
  'trace.who.kubelet': 'kubelet',
  'trace.who.nodelifecycle': 'Node lifecycle',
  'trace.who.tainteviction': 'Taint eviction',
  'trace.who.endpointslice': 'EndpointSlice',
  'trace.who.garbagecollector': 'Garbage collector',
  'trace.who.podgc': 'Pod GC',
  'trace.who.namespace': 'Namespace',
  'trace.who.serviceaccount': 'ServiceAccount',
  'trace.who.proxy': 'proxy',

  'write.create': '{{kind}} {{name}} was created',
  'write.update': '{{kind}} {{name}} was changed',
  'write.delete': '{{kind}} {{name}} was deleted',

  'deployment.deleting': 'is being deleted',
  'deployment.claiming': 'claims ReplicaSets that match its selector',
  'deployment.paused': 'paused: rolls nothing out',
  'deployment.scaling': 'new size: {{replicas}}',
  'deployment.stoppingOld': 'stops the old pods first',
  'deployment.waitingForOld': 'waits until the old pods are gone',
  'deployment.creatingNew': 'new ReplicaSet, wants {{wants}}',
  'deployment.resizingNew': 'new ReplicaSet: {{from}} to {{to}}',
  'deployment.shrinkingOld': 'fewer old pods: {{available}} available, {{needed}} needed',
  'deployment.cleaningUp': 'forgets old revisions',
  'deployment.complete': '{{replicas}} wanted, {{available}} available',
  'deployment.timedOut': 'no progress before its deadline',
  'deployment.waitingForNew': 'waiting for new pods: {{available}} available, {{needed}} needed',
} as const
