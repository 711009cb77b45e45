// 集群里各角色所说的:卡片上的说明、“为什么”、事件列表、读屏句子。键与 en/trace.ts 相同。
import type { trace as en } from '../en/trace.ts'

export const trace: Readonly<Record<keyof typeof en, string>> = {
  'trace.by': '{{who}}:{{words}}',
  'trace.who.deployment': 'Deployment',
  'trace.who.replicaset': 'ReplicaSet',
  'trace.who.scheduler': '调度器',
  'trace.who.kubelet': 'kubelet',
  'trace.who.nodelifecycle': '节点生命周期',
  'trace.who.tainteviction': '污点驱逐',
  'trace.who.endpointslice': 'EndpointSlice',
  'trace.who.garbagecollector': '垃圾回收',
  'trace.who.podgc': 'Pod 回收',
  'trace.who.namespace': 'Namespace',
  'trace.who.serviceaccount': 'ServiceAccount',
  'trace.who.proxy': '代理',

  'write.create': '{{kind}} {{name}} 已创建',
  'write.update': '{{kind}} {{name}} 已更改',
  'write.delete': '{{kind}} {{name}} 已删除',

  'deployment.deleting': '正在被删除',
  'deployment.claiming': '认领符合选择器的 ReplicaSet',
  'deployment.paused': '已暂停:不滚动更新',
  'deployment.scaling': '新的数量:{{replicas}}',
  'deployment.stoppingOld': '先停止旧的 Pod',
  'deployment.waitingForOld': '等待旧的 Pod 消失',
  'deployment.creatingNew': '新的 ReplicaSet,需要 {{wants}} 个',
  'deployment.resizingNew': '新的 ReplicaSet:从 {{from}} 到 {{to}}',
  'deployment.shrinkingOld': '减少旧的 Pod:{{available}} 个可用,需要 {{needed}} 个',
  'deployment.cleaningUp': '丢弃旧的修订版',
  'deployment.complete': '需要 {{replicas}} 个,{{available}} 个可用',
  'deployment.timedOut': '期限内没有进展',
  'deployment.waitingForNew': '等待新的 Pod:{{available}} 个可用,需要 {{needed}} 个',
}
