// Reached by everybody: without a mouse, by ear, in two languages, in every look, on a phone.
import type { Page } from '@playwright/test'
import { expect, expectAccessible, open, podium, test } from './kit.ts'

const sizes = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
]

for (const viewport of sizes) {
  for (const theme of ['light', 'dark'] as const) {
    test(`nothing that axe can find at ${viewport.width} × ${viewport.height}, ${theme}`, async ({ page }) => {
      await page.setViewportSize(viewport)
      await open(page, { theme })
      await page.locator('#stage svg.stage').waitFor()
      await podium(page).pause()
      await expectAccessible(page)
      await page.locator('[data-subject^="pods default/nginx-"]').first().click()
      await expect(page.getByRole('heading', { name: /^Pod / })).toBeVisible()
      await expectAccessible(page)
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
      await expectAccessible(page)
    })
  }
}

test('everything without a mouse: select, act, open and close, play', async ({ page }) => {
  await open(page)
  await page.locator('#stage svg.stage').waitFor()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the stage' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  expect(await focused()).not.toBe('')
  // Arrow keys go over the stage to a node.
  for (let i = 0; i < 12 && !(await focused()).startsWith('Node '); i++) await page.keyboard.press('ArrowDown')
  expect(await focused()).toMatch(/^Node node-\d: Ready/)
  const node = (await focused()).slice(5, 11)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: `Node ${node}` })).toBeVisible()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.keyboard.press('o')
  await expect(page.getByText(`You cordoned ${node}`).first()).toBeVisible()
  await page.locator('body').press('.')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press(']')
  await expect(page.locator('.speed output')).toHaveText('2×')
  await page.keyboard.press('[')
  await expect(page.locator('.speed output')).toHaveText('1×')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'The cluster' })).toBeVisible()
})

test('letters do nothing where somebody writes, and can be turned off', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 })
  await open(page)
  await podium(page).pause()
  await page
    .locator('[data-subject="nodes node-1"]')
    .first()
    .click({ position: { x: 60, y: 14 } })
  await page.getByRole('textbox', { name: 'Manifest' }).click()
  await page.keyboard.type('ok')
  const cordoned = async () =>
    ((await podium(page).request('GET', '/api/v1/nodes/node-1')).body as { spec: { unschedulable?: boolean } }).spec.unschedulable ?? false
  expect(await cordoned()).toBe(false)
  await page.getByRole('button', { name: 'All keys' }).click()
  await page.getByRole('switch', { name: 'Single letters do things' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('o')
  await page.waitForTimeout(300)
  expect(await cordoned()).toBe(false)
})

test('a dialog keeps the focus and gives it back', async ({ page }) => {
  await open(page)
  const opener = page.getByRole('button', { name: /3 nodes, seed 7/ })
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'A new cluster' })
  await expect(dialog.getByLabel('Nodes')).toBeFocused()
  for (let i = 0; i < 8; i++) await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('a new cluster has as many nodes as asked for', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /3 nodes, seed 7/ }).click()
  await page.getByRole('dialog').getByLabel('Nodes').fill('5')
  await page.getByRole('dialog').getByLabel('Seed').fill('42')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('button', { name: /5 nodes, seed 42/ })).toBeVisible()
  await expect(page.locator('#stage [data-subject^="nodes "]')).toHaveCount(5)
})

test('what changes is spoken', async ({ page }) => {
  await open(page)
  const log = page.getByRole('log', { name: 'What happens' })
  // A sentence stands only until the next one: all that were there are kept.
  await log.evaluate(place => {
    const said: string[] = []
    Object.assign(window, { said })
    new MutationObserver(() => said.push(place.textContent ?? '')).observe(place, { childList: true, characterData: true, subtree: true })
  })
  await page
    .locator('[data-subject="nodes node-2"]')
    .first()
    .click({ position: { x: 60, y: 14 } })
  await page.keyboard.press('k')
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said.join('\n'))
  await expect.poll(said, { timeout: 15_000 }).toContain('node-2')
})

test('简体中文 from the first word, and back', async ({ page }) => {
  await open(page, { lang: 'zh' })
  await expect(page).toHaveTitle(/舞台/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByRole('button', { name: '暂停' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '集群' })).toBeVisible()
  // Kubernetes' own words stay.
  await expect(page.locator('#stage')).toContainText('Running')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  // Where the address says nothing, the last choice stays.
  await page.getByRole('button', { name: '中文' }).click()
  await page.goto('./')
  await expect(page.getByRole('heading', { name: '集群' })).toBeVisible()
})

test('the look is chosen, remembered, and follows the computer where nobody chose', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page)
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(root).not.toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByRole('menuitemradio', { name: 'For a projector' }).click()
  await expect(root).toHaveAttribute('data-contrast', 'projector')
  await page.goto('./')
  await expect(root).toHaveAttribute('data-contrast', 'projector')
})

test('on a phone: the sheet has three stops, panels are its tabs, targets are large', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page)
  await podium(page).pause()
  const sheet = page.getByRole('region', { name: 'Panels' })
  const height = async () => Math.round((await sheet.boundingBox())?.height ?? 0)
  await expect.poll(height).toBe(232)
  await page.locator('[data-subject^="pods default/nginx-"]').first().click()
  await expect(sheet.getByRole('heading', { name: /^Pod / })).toBeVisible()
  await sheet.getByRole('button', { name: 'Taller' }).click()
  await expect.poll(height).toBe(844 - 48 - 84)
  await sheet.getByRole('button', { name: 'Lower' }).press('ArrowDown')
  await expect.poll(height).toBe(232)
  await sheet.getByRole('button', { name: 'Taller' }).press('ArrowDown')
  await expect.poll(height).toBe(45)
  await sheet.getByRole('tab', { name: 'YAML' }).click()
  await expect(page.getByRole('textbox', { name: 'Manifest' })).toBeVisible()
  const small = await smallTargets(page)
  expect(small).toEqual([])
})

/// Buttons that a finger would miss: less than 44 px in either direction, unless they lie within text.
async function smallTargets(page: Page): Promise<string[]> {
  return page.locator('button:visible').evaluateAll(buttons =>
    buttons
      .filter(b => !b.closest('table, p, .cm-editor, .decades, .where'))
      .map(b => ({ b, box: b.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 39.5 || box.height < 43.5))
      .map(({ b, box }) => `${b.textContent || b.ariaLabel} ${Math.round(box.width)}×${Math.round(box.height)}`),
  )
}
