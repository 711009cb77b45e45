// What a node has one of: a collector, which gathers the lines of all containers of its node while it runs, and an exporter, which tells figures of its
// machine to whoever asks at port 9100. Upstream of what they stand for: fluent-bit's tail input; github.com/prometheus/node_exporter.
import type { Behaviour, Measured } from './behaviour.ts'
import { serves } from './webserver.ts'

export const collector: Behaviour = {
  name: 'log collector',
  is: i => /^(fluentd|fluent-bit|filebeat|promtail|vector|logstash|td-agent)/.test(i.base),
  collects: true,
  program: { ...serves, ports: [24224, 2020], says: ['gathering the lines of /var/log/pods'] },
}

export const nodeExporter: Behaviour = {
  name: 'node exporter',
  is: i => /node-exporter$/.test(i.base),
  program: {
    ...serves,
    ports: [9100],
    answer: ({ path, machine }) => {
      if (path === '/') return { status: 200, body: '<a href="/metrics">Metrics</a>\n' }
      return path === '/metrics' && machine ? { status: 200, body: metricsOf(machine) } : { status: 404 }
    },
    says: ['level=info msg="Listening on" address=:9100'],
  },
}

/** In the text format of Prometheus. */
export function metricsOf({ node, bootedAtMs, nowMs, cpus, memoryBytes, pods, requestsPerSecond }: Measured): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const rows: readonly (readonly [name: string, type: string, help: string, labels: string, value: string])[] = [
    ['node_boot_time_seconds', 'gauge', 'Node boot time, in unixtime.', '', seconds(bootedAtMs)],
    ['node_time_seconds', 'gauge', 'System time in seconds since epoch (1970).', '', seconds(nowMs)],
    ['node_cpus', 'gauge', 'Number of processors.', '', String(cpus)],
    ['node_memory_MemTotal_bytes', 'gauge', 'Memory information field MemTotal_bytes.', '', String(memoryBytes)],
    ['node_pods_running', 'gauge', 'Pods whose processes run here.', '', String(pods)],
    ['node_requests_per_second', 'gauge', 'Requests that arrive at these pods.', '', requestsPerSecond.toFixed(2)],
    ['node_uname_info', 'gauge', 'Labeled system information as provided by uname.', `{nodename="${node}",sysname="Linux"}`, '1'],
  ]
  return rows
    .map(([name, type, help, labels, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}${labels} ${value}\n`)
    .join('')
}
