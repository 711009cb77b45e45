// A cluster in this thread to try verbs on: each is found by its id, and done through the front door as the page does it.
import { applyText, createSession, localHost, type Session } from '../../../session/index.ts'
import { type Deed, type Verb, verbsFor } from '../index.ts'

export class Living {
  readonly session: Session = createSession(localHost(), false)

  async begin(nodes = 3): Promise<this> {
    await this.session.begin({ nodes })
    this.state.pause()
    return this
  }
  get state() {
    return this.session.getState()
  }
  get mirror() {
    return this.state.mirror
  }
  pass = (ms: number) => this.state.seek(this.state.now + ms)

  async apply(yaml: string, thenMs = 20_000): Promise<void> {
    const { errors } = await applyText(this.state, yaml)
    if (errors.length) throw new Error(errors.map(e => e.message).join('\n'))
    await this.pass(thenMs)
  }

  verbs = (subject: string): Verb[] => verbsFor({ mirror: this.mirror, now: this.state.now }, subject)
  ids = (subject: string): string[] => this.verbs(subject).map(v => v.id)
  verb(subject: string, id: string): Verb {
    const found = this.verbs(subject).find(v => v.id === id)
    if (!found) throw new Error(`${subject} has no ${id}, but ${this.ids(subject)}`)
    return found
  }
  deed(subject: string, id: string, how: { choice?: string; answer?: string } = {}): Deed {
    const v = this.verb(subject, id)
    const { choice, answer } = how
    const deed = answer !== undefined ? v.question?.deed(answer) : choice ? v.choices?.find(c => c.id === choice)?.deed : v.deed
    if (!deed) throw new Error(`${id} cannot be done so`)
    return deed
  }
  /** Does a verb. Returns its command line; what is refused and not expected throws. */
  async does(subject: string, id: string, how: { choice?: string; answer?: string } = {}): Promise<string> {
    const deed = this.deed(subject, id, how)
    const answers = await this.state.act(deed.say, deed.requests)
    const refused = answers.filter(a => a.status >= 400 && !deed.forgives?.(a))
    if (refused.length) throw new Error(refused.map(a => JSON.stringify(a.body)).join('\n'))
    return deed.line
  }
}

export const ZK = `
apiVersion: v1
kind: Service
metadata: {name: zk-hs}
spec: {clusterIP: None, selector: {app: zk}, ports: [{port: 2181}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: zk}
spec:
  serviceName: zk-hs
  replicas: 3
  podManagementPolicy: Parallel
  selector: {matchLabels: {app: zk}}
  template:
    metadata: {labels: {app: zk}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: zk, image: "web:1"}]
`
export const AGENT = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: agent, image: "agent:1"}]
`
export const TILES = `
apiVersion: batch/v1
kind: Job
metadata: {name: tiles}
spec:
  completions: 6
  parallelism: 2
  completionMode: Indexed
  template:
    spec:
      restartPolicy: Never
      containers: [{name: tile, image: busybox, command: [sh, -c, sleep 60]}]
`
export const NIGHTLY = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    metadata: {labels: {app: nightly}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: mail, image: busybox, command: [sh, -c, sleep 5]}]
`
