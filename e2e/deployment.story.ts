// The talk's Deployment demo, its twelve beats, end to end through the page from pasted YAML; then a node is killed and its pods followed for six
// simulated minutes; then the past is changed, both histories are found, and a reload goes on.
import type { Page } from '@playwright/test'
import { acted, emptyStage, expect, items, kept, open, paste, podium, test } from './kit.ts'
import { deployment, SERVICE } from './talk.ts'

interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string; labels: Record<string, string> }
  spec: { nodeName?: string; containers: { image: string }[] }
  status: {
    phase: string
    conditions?: { type: string; status: string }[]
    containerStatuses?: { state: { waiting?: { reason: string } } }[]
  }
}
const isReady = (p: Pod) => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false

const pods = (page: Page) => items<Pod>(page, '/api/v1/namespaces/default/pods')
/** The four counters as the stage tells them; they must add up. */
async function traffic(page: Page): Promise<{ sent: number; served: number; refused: number; timedOut: number }> {
  const label = await page
    .getByLabel(/^Requests: .* in flight/)
    .first()
    .getAttribute('aria-label')
  const [sent = 0, served = 0, refused = 0, timedOut = 0, inFlight = 0] = [...(label ?? '').matchAll(/\d[\d\s,]*/g)].map(m =>
    Number(m[0].replace(/\D/g, '')),
  )
  expect(sent).toBe(served + refused + timedOut + inFlight)
  return { sent, served, refused, timedOut }
}

/** `curl -sI http://nginx`: one request through the Service. Returns what became of it. */
async function curl(page: Page, name: string): Promise<Record<string, number> | undefined> {
  const door = podium(page)
  const made = await door.request('POST', '/apis/podium.local/v1/namespaces/default/loads', {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name },
    spec: { service: 'nginx', port: 80, requestsPerSecond: 10, requests: 1 },
  })
  expect(made.status).toBe(201)
  await door.advance(3000)
  const { body } = await door.request('GET', `/apis/podium.local/v1/namespaces/default/loads/${name}`)
  return (body as { status?: Record<string, number> }).status
}

test.use({ viewport: { width: 1920, height: 1080 } })

test('the twelve beats of the Deployment demo', async ({ page }) => {
  await open(page)
  await emptyStage(page)
  const door = podium(page)

  await test.step('1, 2: create the Service, apply the Deployment', async () => {
    await paste(page, SERVICE)
    await expect(page.getByText('service/nginx created')).toBeVisible()
    await paste(page, deployment('nginx:1.7.9', 'v1.7.9'))
    await expect(page.getByText('deployment.apps/nginx created')).toBeVisible()
    await door.advance(10_000)
  })
  await test.step('3: curl is served', async () => expect(await curl(page, 'beat-3')).toMatchObject({ served: 1 }))
  await test.step('4: three pods of v1.7.9 run, and stand on the stage', async () => {
    const all = await pods(page)
    expect(all.map(p => p.metadata.labels.version)).toEqual(['v1.7.9', 'v1.7.9', 'v1.7.9'])
    for (const p of all) await expect(page.getByLabel(new RegExp(`^Pod ${p.metadata.name}.*Running`)).first()).toBeVisible()
  })
  await test.step('5, 6: the last pod is deleted by hand, and a replacement is there', async () => {
    const before = await pods(page)
    const last = before[2] as Pod
    await page
      .getByLabel(new RegExp(`^Pod ${last.metadata.name}`))
      .first()
      .click()
    await acted(page, () => page.keyboard.press('d'))
    await door.advance(8000)
    const after = await pods(page)
    expect(after).toHaveLength(3)
    expect(after.every(isReady)).toBe(true)
    expect(after.map(p => p.metadata.name)).not.toContain(last.metadata.name)
  })
  await test.step('7, 8: the image "broken" is applied, and the rollout does not progress', async () => {
    await paste(page, deployment('nginx:broken', 'broken'))
    await expect(page.getByText('deployment.apps/nginx configured')).toBeVisible()
    await door.advance(30_000)
    const all = await pods(page)
    expect(all.filter(p => p.metadata.labels.version === 'v1.7.9' && isReady(p))).toHaveLength(3)
    const broken = all.filter(p => p.metadata.labels.version === 'broken')
    expect(broken).toHaveLength(1)
    expect(broken[0]?.status.containerStatuses?.[0]?.state.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/)
  })
  await test.step('9: curl is still served', async () => expect(await curl(page, 'beat-9')).toMatchObject({ served: 1 }))
  await test.step('10, 11: 1.9.1 is applied, and the broken rollout does not block it', async () => {
    await paste(page, deployment('nginx:1.9.1', 'v1.9.1'))
    await door.advance(20_000)
    const all = await pods(page)
    expect(all.map(p => p.metadata.labels.version)).toEqual(['v1.9.1', 'v1.9.1', 'v1.9.1'])
    expect(all.every(isReady)).toBe(true)
  })
  await test.step('12: curl is served', async () => expect(await curl(page, 'beat-12')).toMatchObject({ served: 1 }))
})

test('a node is killed: six simulated minutes, then another past, then a reload', async ({ page }) => {
  test.setTimeout(300_000)
  await open(page)
  const door = podium(page)
  await door.advance(5000)
  const killedAt = await door.now()
  const onNode2 = (await pods(page)).filter(p => p.spec.nodeName === 'node-2')
  expect(onNode2.length).toBeGreaterThan(0)
  const victims = new Set(onNode2.map(p => p.metadata.uid))

  await test.step('the invitation kills node-2', async () => {
    await acted(page, () => page.getByRole('button', { name: 'Kill a node' }).click())
    // It plays on from there.
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
    await expect(page.getByLabel(/^Node node-2.*no power/i).first()).toBeVisible()
  })
  await test.step('for fifty seconds the API believes that all is well; the lost requests are counted', async () => {
    await door.seek(killedAt + 35_000)
    const all = await pods(page)
    expect(all.filter(p => victims.has(p.metadata.uid)).every(isReady)).toBe(true)
    expect((await traffic(page)).timedOut).toBeGreaterThan(10)
  })
  await test.step('then the node is Unknown and its pods are not ready, though nobody has replaced them', async () => {
    await door.seek(killedAt + 62_000)
    const node = (await door.request('GET', '/api/v1/nodes/node-2')).body as { status: { conditions: { type: string; status: string }[] } }
    expect(node.status.conditions.find(c => c.type === 'Ready')?.status).toBe('Unknown')
    const all = await pods(page)
    expect(all).toHaveLength(3)
    expect(all.filter(p => victims.has(p.metadata.uid)).some(isReady)).toBe(false)
  })
  await test.step('300 s later they are evicted, replaced elsewhere, and stay Terminating', async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await door.play(100)
    await expect.poll(() => door.now(), { timeout: 100_000 }).toBeGreaterThan(killedAt + 365_000)
    await door.pause()
    const all = await pods(page)
    const old = all.filter(p => victims.has(p.metadata.uid))
    expect(old.length).toBe(victims.size)
    expect(old.every(p => p.metadata.deletionTimestamp)).toBe(true)
    const living = all.filter(p => !p.metadata.deletionTimestamp)
    expect(living).toHaveLength(3)
    expect(living.every(p => isReady(p) && p.spec.nodeName !== 'node-2')).toBe(true)
  })
  const end = await door.now()
  const hash = await door.hash()
  await door.advance(1000)

  await test.step('power back: the node confirms, and the old pods go', async () => {
    await page
      .getByLabel(/^Node node-2/)
      .first()
      .click()
    await acted(page, () =>
      page
        .getByRole('button', { name: /^Power on/ })
        .first()
        .click(),
    )
    await door.advance(60_000)
    expect((await pods(page)).filter(p => victims.has(p.metadata.uid))).toEqual([])
  })
  await test.step('rewind to before the kill and scale instead: two histories', async () => {
    await door.seek(killedAt - 1000)
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: /^Deployment nginx/ })
      .first()
      .click()
    await page.keyboard.press('+')
    await expect(page.getByText(/history 1 is kept/i).first()).toBeVisible()
    await door.advance(8000)
    expect((await pods(page)).filter(isReady)).toHaveLength(4)
  })
  await test.step('the first history is still there, to the byte', async () => {
    await page.getByRole('button', { name: 'Histories' }).click()
    await page.getByRole('menuitemradio', { name: /^History 1/ }).click()
    await door.seek(end)
    expect(await door.hash()).toBe(hash)
  })
  await test.step('a reload goes on where we were', async () => {
    await expect.poll(async () => (await kept(page))?.now).toBe(end)
    await page.reload()
    await expect.poll(() => door.now(), { timeout: 30_000 }).toBe(end)
    expect(await door.hash()).toBe(hash)
  })
})
