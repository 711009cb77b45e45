// 框架:顶栏与面板。
export const app = {
  'app.title': 'Podium：Kubernetes 工作负载的舞台',
  'app.name': 'Podium',
  'app.skip': '跳到舞台',
  'app.loading': '集群正在启动…',
  'app.stage': '舞台',
  'app.cluster_other': '{{count}} 个节点，种子 {{seed}}',
  'app.cluster.change': '新建集群',
  'app.language': '语言',
  'app.look': '外观',
  'app.keys': '所有按键',
  'app.copy': '复制',
  'app.copied': '已复制',
  'app.menu': '菜单',

  'panel.left': '清单与事件',
  'panel.yaml': 'YAML',
  'panel.events': '事件',
  'panel.inspector': '检查器',
  'panel.open': '打开{{panel}}',
  'panel.close': '关闭面板',
  'panel.sheet': '面板',
  'panel.taller': '展开',
  'panel.lower': '收起',

  'notice.line': '在终端里相当于',
  'notice.noStart': 'Podium 无法启动',
  'notice.applied.drop': '把清单放在这里即可应用',

  'events.more_other': '另有 {{count}} 件事',
  'events.speaker': '正在发生',
} as const
