// The four patterns on one cluster, and one disaster for all: a zone loses its power for seven minutes, and gets it back. Four different answers, each asked
// of the API server and read from the page: what it says must be what is.
import type { Page } from '@playwright/test'
import { acted, exec, expect, expectAccessible, items, kept, open, podium, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const PODS = '/api/v1/namespaces/default/pods'
const ZONE = 'topology.kubernetes.io/zone'
const MINUTE = 60_000

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string; annotations?: Record<string, string>; labels: Record<string, string> }
  spec: { nodeName?: string }
  status: { phase: string; conditions?: { type: string; status: string }[] }
}
interface Node {
  metadata: { name: string; labels: Record<string, string> }
  status: { conditions: { type: string; status: string }[] }
}
interface JobStatus {
  active?: number
  succeeded?: number
  failed?: number
  conditions?: { type: string; status: string }[]
}

const isTrue = (o: Pod | Node, type: string) => o.status.conditions?.some(c => c.type === type && c.status === 'True') ?? false
const isReady = (o: Pod | Node) => isTrue(o, 'Ready')
const isLeaving = (p: Pod) => p.metadata.deletionTimestamp !== undefined
const indexOf = (p: Pod) => p.metadata.annotations?.['batch.kubernetes.io/job-completion-index']
const pods = async (page: Page, label: string, value: string) =>
  (await items<Pod>(page, PODS)).filter(p => p.metadata.labels[label] === value)
const web = (page: Page) => pods(page, 'demo', 'deployment')
const zk = (page: Page) => pods(page, 'app', 'zk')
const daemons = (page: Page) => pods(page, 'app', 'daemons')
const tiles = (page: Page) => pods(page, 'app', 'tile')
const get = async <T>(page: Page, path: string) => (await podium(page).request('GET', path)).body as T
const job = async (page: Page) => (await get<{ status: JobStatus }>(page, '/apis/batch/v1/namespaces/default/jobs/tile')).status

const CLAIMS = {
  deployment: 'Somebody answers',
  statefulset: 'Never two of one',
  daemonset: 'One on every node',
  job: 'Every tile, in the end',
} as const
const column = (page: Page, pattern: keyof typeof CLAIMS) => page.getByRole('region', { name: CLAIMS[pattern] })
const delivered = (page: Page, pattern: keyof typeof CLAIMS) => column(page, pattern).locator('.promise-delivered')
const note = (page: Page, pattern: keyof typeof CLAIMS) => column(page, pattern).locator('.promise-note')
const card = (page: Page, kind: string) => page.getByRole('region', { name: 'Those who direct' }).getByRole('button', { name: kind })

/** The scene, once its curtain is up, standing still. Returns the nodes of the zone that will be lost. */
async function begin(page: Page, view?: string): Promise<Set<string>> {
  await open(page, { scene: 'four', ...(view && { view }) })
  const door = podium(page)
  await expect.poll(() => door.now(), { timeout: 30_000 }).toBeGreaterThan(15_000)
  await door.pause()
  const nodes = await items<Node>(page, '/api/v1/nodes')
  expect(nodes).toHaveLength(6)
  return new Set(nodes.filter(n => n.metadata.labels[ZONE] === 'zone-b').map(n => n.metadata.name))
}
/** The zone loses its power, or gets it back. */
const strike = (page: Page) => acted(page, () => page.keyboard.press('z'))

/** The last write on the disk of each member, as its picture tells it. */
async function writes(page: Page): Promise<Record<string, number>> {
  const label = (await column(page, 'statefulset').getByRole('img').getAttribute('aria-label')) ?? ''
  return Object.fromEntries([...label.matchAll(/(zk-\d)[^;]*?write ([\d,]+)/g)].map(m => [m[1], Number((m[2] ?? '').replace(/,/g, ''))]))
}
/** What the ensemble itself says of a member: `Mode` and `Zxid`, whose lower half is the number of the write. */
async function zxid(page: Page, pod: string): Promise<number> {
  const { output } = await exec(page, 'default', pod, 'sh', '-c', 'echo srvr | nc localhost 2181')
  const low = /Zxid: 0x[0-9a-f]*?([0-9a-f]{1,8})$/m.exec(output)?.[1]
  return Number.parseInt(low ?? 'NaN', 16)
}
/** So many requests through the Service, and what became of them. */
async function ask(page: Page, name: string, requests: number): Promise<{ served?: number } | undefined> {
  const path = '/apis/podium.local/v1/namespaces/default/loads'
  const spec = { service: 'nginx', port: 80, requestsPerSecond: 20, requests }
  const made = await podium(page).request('POST', path, { apiVersion: 'podium.local/v1', kind: 'Load', metadata: { name }, spec })
  expect(made.status).toBe(201)
  await podium(page).advance(10_000)
  return (await get<{ status?: { served?: number } }>(page, `${path}/${name}`)).status
}

test('four patterns lose a zone: four answers; its power comes back: all as promised', async ({ page }) => {
  test.setTimeout(180_000)
  const dark = await begin(page)
  const door = podium(page)
  expect(dark.size).toBe(2)
  const isDark = (p: Pod) => dark.has(p.spec.nodeName ?? '')
  const lost = { web: (await web(page)).filter(isDark), zk: (await zk(page)).filter(isDark), tiles: (await tiles(page)).filter(isDark) }
  for (const [what, list] of Object.entries(lost)) expect(list.length, `${what} in the zone`).toBeGreaterThan(0)
  const [victim] = lost.zk as [Pod]
  const name = victim.metadata.name
  const survivors = ['zk-0', 'zk-1', 'zk-2'].filter(n => n !== name)
  const claims = () =>
    items<{ metadata: { uid: string }; spec: { volumeName: string } }>(page, '/api/v1/namespaces/default/persistentvolumeclaims')
  const disks = async () => (await claims()).map(c => [c.metadata.uid, c.spec.volumeName])
  const disksBefore = await disks()
  const daemonsBefore = (await daemons(page)).map(p => p.metadata.uid)

  await test.step('all is as promised', async () => {
    await expect(page.locator('.lesson')).toHaveText('Four patterns, one cluster')
    await expect(note(page, 'deployment')).toContainText('6 of 6 answer')
    await expect(delivered(page, 'statefulset')).toHaveText('one of each')
    await expect(note(page, 'statefulset')).toHaveText('3 of 3 vote: writes go on')
    await expect(delivered(page, 'daemonset')).toHaveText('6 of 6 ready')
    await expect(delivered(page, 'job')).toHaveText('0 of 48')
  })
  await test.step('Z: the zone is dark, and the API server believes in it', async () => {
    await strike(page)
    await expect(page.locator('.lesson')).toContainText('zone-b without power for 0:00')
    await door.advance(20_000)
    expect((await web(page)).filter(isReady)).toHaveLength(6)
    await expect(note(page, 'deployment')).toHaveText('the API believes in 6: 4 answer')
    await expect(delivered(page, 'daemonset')).toHaveText('4 of 6 ready')
    await expect(note(page, 'daemonset')).toHaveText('the API still believes in 6')
    await expect(note(page, 'job')).toHaveText(`${lost.tiles.length} are lost, the Job still counts on them`)
  })
  await test.step('seven minutes', async () => {
    await door.advance(7 * MINUTE - 20_000)
    await expect(page.locator('.lesson')).toHaveText('Four patterns, one outage: zone-b without power for 7:00')
    const nodes = await items<Node>(page, '/api/v1/nodes')
    expect(nodes.filter(n => !isReady(n)).map(n => n.metadata.name)).toEqual([...dark])
  })
  await test.step('the Deployment: replaced elsewhere, and every request is served again', async () => {
    const all = await web(page)
    const living = all.filter(p => !isLeaving(p))
    expect(living).toHaveLength(6)
    expect(living.every(p => isReady(p) && !isDark(p))).toBe(true)
    expect(all.filter(isLeaving).map(p => p.metadata.uid)).toEqual(lost.web.map(p => p.metadata.uid))
    await expect(card(page, 'Deployment nginx')).toHaveAccessibleName(/6 available/)
    await expect(note(page, 'deployment')).toHaveText('6 of 6 answer, in 2 zones')
    await expect(delivered(page, 'deployment')).toHaveText(/^9\d(\.\d)? % served$/)
    await expect(column(page, 'deployment').getByText(/^for .*, then all served again$/)).toBeVisible()
    expect(await ask(page, 'in-the-dark', 40)).toMatchObject({ served: 40 })
  })
  await test.step('the StatefulSet: the lost one is Terminating, nothing replaces it, and writes go on with two of three', async () => {
    const all = await zk(page)
    expect(all.map(p => p.metadata.name)).toEqual(['zk-0', 'zk-1', 'zk-2'])
    const still = all.find(p => p.metadata.name === name) as Pod
    expect(still.metadata.uid).toBe(victim.metadata.uid)
    expect(isLeaving(still)).toBe(true)
    await expect(page.locator(`[data-subject="pods default/${name}"]`).first()).toHaveAccessibleName(/Terminating/)
    await expect(card(page, 'StatefulSet zk')).toHaveAccessibleName(/1 not ready/)
    await expect(column(page, 'statefulset')).toContainText(`at most one ${name}`)
    await expect(delivered(page, 'statefulset')).toHaveText(`0 or 1 ${name}, always`)
    await expect(note(page, 'statefulset')).toHaveText('2 of 3 vote: writes go on')
    const written = await exec(page, 'default', survivors[0] as string, 'zkCli.sh', 'create', '/in-the-dark', 'kept')
    expect(written.output).toContain('Created /in-the-dark')
    const now = await writes(page)
    expect(now[name]).toBeLessThan(now[survivors[0] as string] as number)
  })
  await test.step('the DaemonSet: its pods stay where they are', async () => {
    const all = await daemons(page)
    expect(all.map(p => p.metadata.uid)).toEqual(daemonsBefore)
    expect(all.some(isLeaving)).toBe(false)
    expect(
      all
        .filter(p => !isReady(p))
        .map(p => p.spec.nodeName)
        .sort(),
    ).toEqual([...dark])
    await expect(delivered(page, 'daemonset')).toHaveText('4 of 6 ready')
    await expect(card(page, 'DaemonSet daemons')).toHaveAccessibleName(/2 not ready/)
  })
  await test.step('the Job: the lost tiles were begun again elsewhere', async () => {
    const all = await tiles(page)
    for (const p of lost.tiles) {
      const again = all.filter(o => indexOf(o) === indexOf(p) && o.metadata.uid !== p.metadata.uid)
      expect(again.length, `attempts at tile ${indexOf(p)}`).toBeGreaterThan(0)
      expect(again.every(o => !isDark(o))).toBe(true)
    }
    const { succeeded = 0, failed = 0 } = await job(page)
    expect(failed).toBeGreaterThanOrEqual(lost.tiles.length)
    await expect(delivered(page, 'job')).toHaveText(`${succeeded} of 48`)
    await expect(card(page, 'Job tile')).toHaveAccessibleName(new RegExp(`${succeeded} of 48 done, ${failed} failed`))
  })
  await test.step('Z again: the power is back, and all is as promised', async () => {
    await strike(page)
    await door.advance(3 * MINUTE)
    await expect(page.locator('.lesson')).toHaveText('Four patterns, one cluster')
    expect((await items<Node>(page, '/api/v1/nodes')).every(isReady)).toBe(true)
    expect((await web(page)).map(p => isReady(p) && !isLeaving(p))).toEqual(Array(6).fill(true))
    expect((await daemons(page)).map(p => p.metadata.uid)).toEqual(daemonsBefore)
    expect((await daemons(page)).every(isReady)).toBe(true)
    await expect(delivered(page, 'daemonset')).toHaveText('6 of 6 ready')
  })
  await test.step('zk is three again: another pod, the same disk, and all that was written meanwhile', async () => {
    const all = await zk(page)
    expect(all.map(p => [p.metadata.name, isReady(p)])).toEqual([
      ['zk-0', true],
      ['zk-1', true],
      ['zk-2', true],
    ])
    expect(all.find(p => p.metadata.name === name)?.metadata.uid).not.toBe(victim.metadata.uid)
    expect(await disks()).toEqual(disksBefore)
    await expect(delivered(page, 'statefulset')).toHaveText('one of each')
    await expect(note(page, 'statefulset')).toHaveText('3 of 3 vote: writes go on')
    expect((await exec(page, 'default', name, 'zkCli.sh', 'get', '/in-the-dark')).output).toMatch(/^kept$/m)
    await expect
      .poll(async () => {
        const numbers = Object.values(await writes(page))
        return numbers.length === 3 && Math.max(...numbers) - Math.min(...numbers) <= 1
      })
      .toBe(true)
    // Time goes on while it is asked: first what the page says, then what is.
    const said = (await writes(page))[name] as number
    expect(await zxid(page, name)).toBeGreaterThanOrEqual(said)
  })
  await test.step('and every tile is there in the end', async () => {
    await door.advance(3 * MINUTE)
    const { succeeded, conditions } = await job(page)
    expect(succeeded).toBe(48)
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Complete', status: 'True' }))
    await expect(delivered(page, 'job')).toHaveText('48 of 48')
    await expect(note(page, 'job')).toHaveText(/^complete.*none missing$/)
  })
})

test('the button does what Z does, and says which it is', async ({ page }) => {
  await begin(page)
  await acted(page, () => page.getByRole('button', { name: 'Lose zone-b' }).click())
  await expect(page.locator('.lesson')).toContainText('zone-b without power')
  await acted(page, () => page.getByRole('button', { name: 'Power back in zone-b' }).click())
  await expect(page.getByRole('button', { name: 'Lose zone-b' })).toBeVisible()
  await expect(page.locator('.lesson')).toHaveText('Four patterns, one cluster')
})

test('six views by six keys; a view and its scene are kept over a reload', async ({ page }) => {
  await begin(page)
  const door = podium(page)
  const view = page.getByRole('combobox', { name: 'View' })
  for (const [key, value] of Object.entries({ 1: 'stage', 3: 'deployment', 4: 'statefulset', 5: 'daemonset', 6: 'job', 2: 'four' })) {
    await page.keyboard.press(key)
    await expect(view).toHaveValue(value)
    await expect(page.locator('#stage svg.stage')).toBeVisible()
    const shown = page.locator('section.promise')
    await expect(shown).toHaveCount(value === 'stage' ? 0 : value === 'four' ? 4 : 1)
    if (value in CLAIMS) await expect(column(page, value as keyof typeof CLAIMS)).toBeVisible()
  }
  await page.keyboard.press('4')
  await acted(page, () => page.keyboard.press('z'))
  await door.advance(5000)
  const { now, hash } = { now: await door.now(), hash: await door.hash() }
  await expect.poll(async () => (await kept(page))?.now).toBe(now)
  await page.reload()
  await expect.poll(() => door.now(), { timeout: 30_000 }).toBe(now)
  expect(await door.hash()).toBe(hash)
  await expect(view).toHaveValue('statefulset')
  await expect(column(page, 'statefulset')).toBeVisible()
  await expect(page.locator('.lesson')).toContainText('zone-b without power for 0:05')
})

for (const { width, height, theme } of [
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1280, height: 720, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
] as const)
  test(`nothing that axe can find in the four at ${width} × ${height}, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: theme })
    await begin(page, 'four')
    await expect(page.locator('section.promise')).toHaveCount(4)
    await expectAccessible(page)
    await strike(page)
    await podium(page).advance(7 * MINUTE)
    await expect(note(page, 'deployment')).toHaveText('6 of 6 answer, in 2 zones')
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })

test('whoever cannot wait for the scene to be raised gets it all the same, in one history', async ({ page }) => {
  // The manifests are read late: time has passed before they are applied.
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  await page.route('**/reading-worker*', async route => {
    await held
    await route.continue()
  })
  await page.goto('./?scene=four')
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
  const door = podium(page)
  await door.advance(30_000)
  release()
  await expect.poll(async () => (await door.log()).actions.length).toBe(2)
  await expect.poll(() => door.now()).toBeGreaterThan(30_000)
  await door.advance(20_000)
  expect(await items(page, '/apis/apps/v1/namespaces/default/statefulsets')).toHaveLength(1)
  await expect(page.getByText(/history 1 is kept/i)).toHaveCount(0)
})
