// The talk's StatefulSet demo, its twelve beats, from pasted YAML: a ZooKeeper ensemble with stable names and disks of its own; an update that the
// partition holds back; a member that comes back as it was, with its data.
import type { Page } from '@playwright/test'
import { acted, exec, expect, items, open, paste, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const zoo = (cpu: string) => `apiVersion: v1
kind: Namespace
metadata:
  name: demo-zoo
---
apiVersion: v1
kind: Service
metadata:
  name: zk-headless
  namespace: demo-zoo
  labels: {app: zk}
spec:
  clusterIP: None
  selector: {app: zk}
  ports:
  - {port: 2888, name: server}
  - {port: 3888, name: leader-election}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: zk-config
  namespace: demo-zoo
data:
  ensemble: zk-0;zk-1;zk-2
  tick: "2000"
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: zk
  namespace: demo-zoo
spec:
  serviceName: zk-headless
  replicas: 3
  podManagementPolicy: Parallel
  selector:
    matchLabels: {app: zk}
  updateStrategy:
    type: RollingUpdate
    rollingUpdate: {partition: 1}
  template:
    metadata:
      labels: {app: zk}
    spec:
      containers:
      - name: zookeeper
        image: gcr.io/google_samples/k8szk:v1
        ports:
        - {containerPort: 2181, name: client}
        - {containerPort: 2888, name: server}
        - {containerPort: 3888, name: leader-election}
        resources:
          requests: {cpu: ${cpu}, memory: 4Gi}
        volumeMounts:
        - {name: datadir, mountPath: /var/lib/zookeeper}
  volumeClaimTemplates:
  - metadata: {name: datadir}
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests: {storage: 20Gi}
`
const NAMES = ['zk-0', 'zk-1', 'zk-2']
const PODS = '/api/v1/namespaces/demo-zoo/pods'
const SET = '/apis/apps/v1/namespaces/demo-zoo/statefulsets/zk'

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string; labels: Record<string, string> }
  spec: { containers: { resources: { requests: { cpu: string } } }[] }
  status: { phase: string; startTime: string; conditions?: { type: string; status: string }[] }
}
interface Claim {
  metadata: { name: string; uid: string }
  spec: { volumeName: string; accessModes: string[]; resources: { requests: { storage: string } } }
  status: { phase: string }
}
interface Set {
  spec: {
    volumeClaimTemplates: { metadata: { name: string }; spec: { accessModes: string[]; resources: { requests: { storage: string } } } }[]
    updateStrategy: { type: string; rollingUpdate: { partition: number } }
    template: { spec: { containers: { resources: { requests: { cpu: string } } }[] } }
  }
}

const pods = (page: Page) => items<Pod>(page, PODS)
const set = async (page: Page) => (await podium(page).request('GET', SET)).body as Set
const isReady = (p: Pod) => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false
const cpuOf = (p: Pod) => p.spec.containers[0]?.resources.requests.cpu
const run = (page: Page, pod: string, ...command: string[]) => exec(page, 'demo-zoo', pod, ...command)

/** Lets time pass until all three are ready, and none of them on its way out. */
async function settled(page: Page) {
  await expect
    .poll(
      async () => {
        await podium(page).advance(3000)
        const all = await pods(page)
        return all.length === 3 && all.every(p => isReady(p) && !p.metadata.deletionTimestamp)
      },
      { timeout: 60_000, intervals: [50] },
    )
    .toBe(true)
}
/** The ensemble answers: after a change it may be choosing a leader. */
async function ask(page: Page, pod: string, path: string): Promise<string> {
  let output = ''
  await expect
    .poll(
      async () => {
        output = (await run(page, pod, 'zkCli.sh', 'get', path)).output
        return output
      },
      { timeout: 60_000, intervals: [50] },
    )
    .toMatch(/^world$/m)
  return output
}

test('the twelve beats of the StatefulSet demo', async ({ page }) => {
  test.setTimeout(180_000)
  await open(page)
  const door = podium(page)

  await test.step('1: Service, ConfigMap and StatefulSet are applied', async () => {
    await paste(page, zoo('1'))
    for (const what of ['service/zk-headless', 'configmap/zk-config', 'statefulset.apps/zk'])
      await expect(page.getByText(`${what} created`)).toBeVisible()
    await settled(page)
  })
  await test.step('2: zk-0, zk-1 and zk-2 run, each at its place on the stage', async () => {
    expect((await pods(page)).map(p => p.metadata.name)).toEqual(NAMES)
    for (const name of NAMES) await expect(page.locator(`[data-subject="pods demo-zoo/${name}"]`).first()).toBeVisible()
    await expect(page.getByRole('button', { name: /^StatefulSet zk/ }).first()).toBeVisible()
  })
  await test.step('3: each knows its own stable name', async () => {
    for (const name of NAMES)
      expect((await run(page, name, 'hostname', '-f')).output.trim()).toBe(`${name}.zk-headless.demo-zoo.svc.cluster.local`)
  })
  await test.step('4: the template of their claims', async () => {
    const [template] = (await set(page)).spec.volumeClaimTemplates
    expect(template).toMatchObject({
      metadata: { name: 'datadir' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } },
    })
  })
  const claims = await test.step('5: one claim each, bound to a volume of its own', async () => {
    const all = await items<Claim>(page, '/api/v1/namespaces/demo-zoo/persistentvolumeclaims')
    expect(all.map(c => [c.metadata.name, c.status.phase])).toEqual(NAMES.map(name => [`datadir-${name}`, 'Bound']))
    expect(new Set(all.map(c => c.spec.volumeName)).size).toBe(3)
    for (const c of all)
      await expect(page.locator(`[data-subject="persistentvolumeclaims demo-zoo/${c.metadata.name}"]`).first()).toBeVisible()
    return all
  })
  await test.step('6, 7: what is written at zk-0 is read at zk-1', async () => {
    expect((await run(page, 'zk-0', 'zkCli.sh', 'create', '/hello', 'world')).output).toContain('Created /hello')
    expect(await ask(page, 'zk-1', '/hello')).toMatch(/^world$/m)
  })
  const before = await test.step('8: the cpu that they ask for, and how they are updated', async () => {
    const { spec } = await set(page)
    expect(spec.template.spec.containers[0]?.resources.requests.cpu).toBe('1')
    expect(spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 1 } })
    return pods(page)
  })
  await test.step('9, 10: with half a cpu only zk-2 and zk-1 are replaced, in that order', async () => {
    await paste(page, zoo('500m'))
    await expect(page.getByText('statefulset.apps/zk configured')).toBeVisible()
    const replaced: string[] = []
    await expect
      .poll(
        async () => {
          await door.advance(1000)
          const all = await pods(page)
          for (const p of all) {
            const isNew = !before.some(b => b.metadata.uid === p.metadata.uid)
            if (isNew && !replaced.includes(p.metadata.name)) replaced.push(p.metadata.name)
          }
          return replaced.length === 2 && all.length === 3 && all.every(isReady)
        },
        { timeout: 90_000, intervals: [20] },
      )
      .toBe(true)
    expect(replaced).toEqual(['zk-2', 'zk-1'])
    await door.advance(60_000)
    const after = await pods(page)
    expect(after.map(cpuOf)).toEqual(['1', '500m', '500m'])
    expect(after[0]?.metadata.uid).toBe(before[0]?.metadata.uid)
  })
  await test.step('11: zk-0, deleted by hand, comes back with its OLD cpu request', async () => {
    await page.locator('[data-subject="pods demo-zoo/zk-0"]').first().click()
    await acted(page, () => page.keyboard.press('d'))
    await door.advance(2000)
    await settled(page)
    const [zero] = await pods(page)
    expect(zero?.metadata.uid).not.toBe(before[0]?.metadata.uid)
    expect(cpuOf(zero as Pod)).toBe('1')
    await expect(page.locator('[data-subject="pods demo-zoo/zk-0"]').first()).toBeVisible()
  })
  await test.step('12: and its data survived, on the same disk', async () => {
    expect(await ask(page, 'zk-0', '/hello')).toMatch(/^world$/m)
    const now = await items<Claim>(page, '/api/v1/namespaces/demo-zoo/persistentvolumeclaims')
    expect(now.map(c => [c.metadata.uid, c.spec.volumeName])).toEqual(claims.map(c => [c.metadata.uid, c.spec.volumeName]))
  })
})
