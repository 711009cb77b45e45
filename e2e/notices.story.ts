// What is told for a while must not be in the way: no notice lies over a control that is wanted next, on any size of page.
import type { Locator, Page } from '@playwright/test'
import { acted, begin, expect, open, podium, test } from './kit.ts'

/** Nothing lies over it: a pointer at its middle would press it. */
async function free(control: Locator) {
  await expect(control).toBeVisible()
  await control.click({ trial: true, timeout: 5000 })
}

const apply = (page: Page) => page.getByRole('button', { name: 'Apply', exact: true })

/** Has a pod deleted twice: the second time the server knows of none. */
async function beRefused(page: Page) {
  const pod = page.locator('#stage [data-subject^="pods "]').first()
  const name = (await pod.getAttribute('data-subject'))?.split('/')[1]
  await pod.click({ button: 'right' })
  const item = page.getByRole('menuitem', { name: /^Delete/ })
  await expect(item).toBeVisible()
  const { status } = await podium(page).request('DELETE', `/api/v1/namespaces/default/pods/${name}?gracePeriodSeconds=0`)
  expect(status).toBe(200)
  await item.click()
  await expect(page.locator('.toast.refused')).toContainText('not found')
}

for (const [width, height] of [
  [1920, 1080],
  [1280, 720],
  [390, 844],
] as const) {
  test(`at ${width} × ${height} what was refused leaves the door, Apply, the choice of view and the transport free`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await begin(page)
    await beRefused(page)
    if (width >= 720) await free(page.locator('#stage [data-subject^="services "]').first())
    if (width < 1440) await page.getByRole('tab', { name: 'YAML' }).click()
    await expect(page.locator('.toast.refused')).toBeVisible()
    for (const control of [apply(page), page.getByLabel('View', { exact: true }), page.getByRole('button', { name: 'Play', exact: true })])
      await free(control)
  })
}

test('what was done leaves the choice of view free in the view of four patterns', async ({ page }) => {
  await open(page, { scene: 'four' })
  const lose = page.getByRole('button', { name: /^Lose / })
  await acted(page, () => lose.click())
  await expect(page.locator('.toast.done')).toBeAttached()
  await free(page.getByLabel('View', { exact: true }))
  await free(page.getByRole('button', { name: /^Power back in / }).first())
})

test('the invitation on a phone leaves free what the sheet offers', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page)
  await free(page.getByRole('button', { name: 'Kill a node' }))
  await page.getByRole('tab', { name: 'YAML' }).click()
  await free(apply(page))
})
