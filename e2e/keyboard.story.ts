// The talk's Deployment demo by somebody who has no mouse: every beat by keys alone, the focus always somewhere and seen, the manifests pasted from the clipboard.
import type { Locator, Page } from '@playwright/test'
import { acted, emptyStage, expect, items, open, type Podium, podium, test } from './kit.ts'
import { deployment, SERVICE } from './talk.ts'

const manifest = (image: string, version: string) => `${SERVICE}---\n${deployment(image, version)}`

interface Pod {
  metadata: { name: string; labels: Record<string, string> }
  status: { conditions?: { type: string; status: string }[] }
}
const pods = (page: Page) => items<Pod>(page, '/api/v1/namespaces/default/pods')
const versions = async (page: Page) => (await pods(page)).map(p => p.metadata.labels.version)
const ready = async (page: Page) =>
  (await pods(page)).filter(p => p.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True')).length

/** What has the focus can be told from what has not. */
async function seen(page: Page) {
  const lost = () =>
    page.evaluate(() => {
      const there = document.activeElement
      if (!there || there === document.body) return 'nothing has the focus'
      if (!there.matches(':focus-visible')) return `${there.outerHTML.slice(0, 120)} does not show it`
      const shows = (e: Element | null) => e !== null && getComputedStyle(e).outlineStyle !== 'none'
      const ring = there.querySelector(':scope > .focus-ring')
      if (ring ? getComputedStyle(ring).visibility !== 'hidden' && getComputedStyle(ring).display !== 'none' : false) return ''
      return shows(there) || shows(there.closest('.cm-editor')) ? '' : `${there.outerHTML.slice(0, 120)} has no ring`
    })
  await expect.poll(lost).toBe('')
}

/** Presses a key until that has the focus; on the way the focus is always somewhere. */
async function go(page: Page, key: string, to: Locator) {
  for (let i = 0; i < 60; i++) {
    if (await to.evaluateAll(all => all.some(e => e === document.activeElement))) return
    await page.keyboard.press(key)
    // After the last thing on the page comes the browser's own bar, then the first.
    if (key === 'Tab' && (await page.evaluate(() => document.activeElement === document.body))) {
      await page.keyboard.press(key)
      await expect(page.getByRole('link', { name: 'Skip to the stage' })).toBeFocused()
    }
    await seen(page)
  }
  throw new Error(`${key} does not come to ${to}`)
}

/** To the stage, and over it with an arrow key. */
async function arrowTo(page: Page, key: string, subject: string) {
  await go(page, 'Tab', page.locator('#stage [data-subject]'))
  await go(page, key, page.locator(`#stage [data-subject^="${subject}"]`))
}

/** Into the editor, over what is there, and out of it again. */
async function pasteByKeys(page: Page, text: string) {
  await page.keyboard.press('y')
  await expect(page.getByRole('textbox', { name: 'Manifest' })).toBeFocused()
  await seen(page)
  await page.evaluate(t => navigator.clipboard.writeText(t), text)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+v')
  await acted(page, () => page.keyboard.press('ControlOrMeta+Enter'))
  await page.keyboard.press('Escape')
  await seen(page)
  const over = page.locator('.app[data-layout=mid]')
  if ((await over.count()) === 0) return
  // Where the panel lies over the stage it is closed again, and the focus is at its tab.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tab', { name: 'YAML' })).toBeFocused()
}

/** One request through the Service, as its letter sends it. */
async function curl(page: Page, door: Podium) {
  await arrowTo(page, 'ArrowDown', 'services default/nginx')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Service nginx' })).toBeVisible()
  const served = async () => {
    const loads = await items<{ status?: { served: number } }>(page, '/apis/podium.local/v1/namespaces/default/loads')
    return loads.reduce((sum, l) => sum + (l.status?.served ?? 0), 0)
  }
  const before = await served()
  await acted(page, () => page.keyboard.press('g'))
  await door.advance(3000)
  expect(await served()).toBe(before + 1)
  await seen(page)
  await page.keyboard.press('Escape')
}

for (const [width, height] of [
  [1920, 1080],
  [1280, 720],
] as const)
  test(`the twelve beats without a mouse at ${width} × ${height}`, async ({ page, context }) => {
    test.setTimeout(120_000)
    await page.setViewportSize({ width, height })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page)
    await emptyStage(page)
    const door = podium(page)
    const pointed = await page.evaluateHandle(() => {
      const found: string[] = []
      for (const type of ['pointerdown', 'mousedown', 'mousemove', 'touchstart']) addEventListener(type, () => found.push(type), true)
      return found
    })

    await test.step('1, 2: the manifests are pasted and applied', async () => {
      await pasteByKeys(page, manifest('nginx:1.7.9', 'v1.7.9'))
      await door.advance(10_000)
    })
    await test.step('3: curl is served', () => curl(page, door))
    await test.step('4: three pods of v1.7.9', async () => expect(await versions(page)).toEqual(Array(3).fill('v1.7.9')))
    await test.step('5, 6: a pod is deleted, and a replacement is there', async () => {
      await arrowTo(page, 'ArrowUp', 'zones ')
      await arrowTo(page, 'ArrowDown', 'pods default/')
      const name = await page.evaluate(() => document.activeElement?.getAttribute('data-subject')?.slice('pods default/'.length))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: /^Pod / })).toBeVisible()
      await acted(page, () => page.keyboard.press('d'))
      await door.advance(8000)
      await seen(page)
      expect(await ready(page)).toBe(3)
      expect((await pods(page)).map(p => p.metadata.name)).not.toContain(name)
    })
    await test.step('7, 8: "broken" does not progress', async () => {
      await pasteByKeys(page, manifest('nginx:broken', 'broken'))
      await door.advance(30_000)
      expect(await ready(page)).toBe(3)
      expect((await versions(page)).filter(v => v === 'broken')).toHaveLength(1)
    })
    await test.step('9: curl is served all the same', () => curl(page, door))
    await test.step('10, 11: 1.9.1 is not blocked by it', async () => {
      await pasteByKeys(page, manifest('nginx:1.9.1', 'v1.9.1'))
      await go(page, 'Tab', page.getByRole('button', { name: 'Play', exact: true }))
      await page.keyboard.press('Space')
      await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeFocused()
      await page.keyboard.press('Space')
      await door.advance(20_000)
      expect(await versions(page)).toEqual(Array(3).fill('v1.9.1'))
      expect(await ready(page)).toBe(3)
    })
    await test.step('12: curl is served', () => curl(page, door))
    await test.step('what is chosen in the lists keeps the focus in their panel', async () => {
      await go(page, 'Tab', page.getByRole('button', { name: /^Deployment nginx/ }).and(page.locator('.pick')))
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: 'Deployment nginx' })).toBeVisible()
      await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeFocused()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('heading', { name: 'The cluster' })).toBeVisible()
      await seen(page)
    })
    expect(await pointed.jsonValue()).toEqual([])
  })
