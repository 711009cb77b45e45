// Time: play and pause, steps, speed, the scrubber, forks and histories, and what is said when the engine has stopped.
import type { Page } from '@playwright/test'
import { begin, expect, open, podium, scale, test } from './kit.ts'

const clock = (page: Page) => page.locator('.clock')
const ms = async (page: Page) => {
  const [minutes = 0, seconds = 0] = ((await clock(page).textContent()) ?? '').split(':').map(Number)
  return Math.round((minutes * 60 + seconds) * 1000)
}

test('time passes, stands still, and passes again', async ({ page }) => {
  await open(page)
  const pause = page.getByRole('button', { name: 'Pause' })
  await pause.click()
  const then = await ms(page)
  await page.waitForTimeout(400)
  expect(await ms(page)).toBe(then)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(() => ms(page)).toBeGreaterThan(then)
})

test('a step goes to the next thing that happens, and back to before it', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  const then = await podium(page).now()
  await page.getByRole('button', { name: 'Step to the next thing' }).click()
  await expect.poll(() => podium(page).now()).toBeGreaterThan(then)
  const there = await podium(page).now()
  await page.getByRole('button', { name: 'Step back' }).click()
  await expect.poll(() => podium(page).now()).toBeLessThan(there)
})

test('the speed is a logarithmic slider from a hundredth to a hundredfold', async ({ page }) => {
  await open(page)
  const slider = page.getByRole('slider', { name: 'Speed' })
  await slider.focus()
  await page.keyboard.press('Home')
  await expect(page.locator('.speed output')).toHaveText('1/100×')
  await page.keyboard.press('End')
  await expect(page.locator('.speed output')).toHaveText('100×')
  const from = await ms(page)
  await expect.poll(() => ms(page)).toBeGreaterThan(from + 20_000)
})

test('quiet time can be skipped', async ({ page }) => {
  await open(page)
  await podium(page).request('DELETE', '/apis/podium.local/v1/namespaces/default/loads/nginx')
  await page.getByRole('switch', { name: 'Skip quiet time' }).click()
  await expect(page.getByRole('switch', { name: 'Skip quiet time' })).toBeChecked()
  // A minute and more of it, in less than a minute.
  const [from, began] = [await podium(page).now(), Date.now()]
  await expect.poll(() => podium(page).now(), { timeout: 30_000 }).toBeGreaterThan(from + 90_000)
  expect(Date.now() - began).toBeLessThan(45_000)
})

test('the scrubber goes over the whole history, by keys and by hand', async ({ page }) => {
  await open(page)
  await podium(page).advance(20_000)
  const head = await podium(page).now()
  const scrubber = page.getByRole('slider', { name: 'Timeline' })
  await scrubber.focus()
  await page.keyboard.press('Home')
  await expect(clock(page)).toHaveText('0:00.0')
  await expect(page.getByText('in the past')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(clock(page)).toHaveText('0:01.0')
  await page.keyboard.press('End')
  await expect.poll(() => podium(page).now()).toBe(head)
  const box = await scrubber.boundingBox()
  if (!box) throw new Error('no scrubber')
  await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 14, box.y + box.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => podium(page).now()).toBeLessThan(1500)
  await page.getByRole('button', { name: 'in the past' }).click()
  await expect.poll(() => podium(page).now()).toBe(head)
})

test('acting in the past says so, keeps the old history, and both can be gone to', async ({ page }) => {
  await open(page)
  await podium(page).advance(20_000)
  await podium(page).seek(12_000)
  await page
    .locator('[data-subject="nodes node-2"]')
    .first()
    .click({ position: { x: 60, y: 14 } })
  await page.getByRole('button', { name: 'Kill node' }).click()
  const said = page.getByText('You acted in the past: history 1 is kept.')
  await expect(said).toBeVisible()
  await podium(page).advance(3000)
  await page.getByRole('button', { name: 'Histories' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveCount(2)
  await expect(page.getByRole('menuitemradio', { name: /History 2/ })).toBeChecked()
  await page.getByRole('menuitemradio', { name: /History 1/ }).click()
  await expect(page.locator('.where')).toContainText('History 1')
  await expect(page.locator('[data-subject="nodes node-2"]').first()).toHaveAccessibleName(/Ready/)
  expect((await podium(page).log()).actions).toHaveLength(2)
})

test('of many histories the present one is in sight when their list opens, and keys begin at it', async ({ page }) => {
  const door = await begin(page)
  for (let i = 0; i < 24; i++) {
    await door.seek(11_000)
    await scale(page, 3 + (i % 2))
    await door.advance(1000)
  }
  await page.getByRole('button', { name: 'Histories' }).click()
  const present = page.getByRole('menuitemradio', { name: /History 2[45]/, checked: true })
  await expect(present).toBeInViewport({ ratio: 1 })
  await expect(present).toBeFocused()
  await expect(page.getByRole('menuitemradio', { name: /^History 1 from/ })).not.toBeInViewport()
})

test('what is done while time stands still waits for it, and the page says so', async ({ page }) => {
  await open(page)
  await podium(page).pause()
  await page
    .locator('[data-subject="nodes node-2"]')
    .first()
    .click({ position: { x: 60, y: 14 } })
  await page.getByRole('button', { name: 'Cordon' }).click()
  const play = page.getByRole('button', { name: 'Play', exact: true })
  await expect(play).toHaveAttribute('data-waiting', 'true')
  await play.click()
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveAttribute('data-waiting', 'false')
})

test('the strip shows what was lost when a node that nobody misses yet is asked', async ({ page }) => {
  await open(page)
  await expect(page.locator('.strip-word')).toHaveText('every request served')
  await podium(page).request('POST', '/apis/podium.local/v1/faults', {
    apiVersion: 'podium.local/v1',
    kind: 'Fault',
    metadata: { name: 'f' },
    spec: { type: 'NodeCrash', nodes: ['node-2'] },
  })
  await podium(page).advance(15_000)
  await expect(page.locator('.strip-word.lossy')).toContainText(/1 in \d+ times out|lost/)
  // The timer that is set already stands ahead of now.
  await expect(page.locator('.mark-soon')).toHaveCount(1)
  await expect(page.locator('.mark-label', { hasText: 'node-2 Unknown' })).toHaveCount(1)
  // A finger on it is told what it is, and a press goes there as fast as possible.
  const box = await page.locator('.mark-soon').boundingBox()
  if (!box) throw new Error('no timer')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await expect(page.locator('.read-out')).toContainText('node-2 Unknown')
  await page.mouse.down()
  await page.mouse.up()
  await expect(page.locator('[data-subject="nodes node-2"]').first()).toHaveAccessibleName(/NotReady/, { timeout: 20_000 })
})
