// Another tab lies before the page: a browser then gives it no frames. Time stands as long as nobody sees it, what is done all the same is done, nothing waits in heaps to be
// drawn, and who comes back sees the moment that it is.
import type { Page } from '@playwright/test'
import { begin, expect, items, kept, podium, scale, test } from './kit.ts'

interface Curtain {
  hide(): void
  /** As after so many minutes. */
  show(minutes: number): void
  waiting(): number
}

/** Frames as a browser gives them: none while the page is hidden, and afterwards with the time that it is then. */
const hangCurtain = () => {
  const frame = window.requestAnimationFrame.bind(window)
  const cancel = window.cancelAnimationFrame.bind(window)
  const waiting = new Map<number, FrameRequestCallback>()
  let hidden = false
  let later = 0
  let last = 0
  window.requestAnimationFrame = callback => {
    const id = --last
    waiting.set(id, callback)
    frame(now => {
      if (hidden || !waiting.delete(id)) return
      callback(now + later)
    })
    return id
  }
  window.cancelAnimationFrame = id => (waiting.delete(id) ? undefined : cancel(id))
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
  Object.defineProperty(document, 'hidden', { get: () => hidden })
  const turn = (to: boolean) => {
    hidden = to
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }
  Object.assign(window, {
    curtain: {
      hide: () => turn(true),
      show(minutes: number) {
        later += minutes * 60_000
        turn(false)
        const due = [...waiting.values()]
        waiting.clear()
        for (const callback of due) window.requestAnimationFrame(callback)
      },
      waiting: () => waiting.size,
    },
  })
}
const curtain = <M extends keyof Curtain>(page: Page, method: M, ...args: Parameters<Curtain[M]>) =>
  page.evaluate(
    ([name, values]) => (window as unknown as { curtain: Record<string, (...a: unknown[]) => number> }).curtain[name]?.(...values),
    [method, args] as const,
  )
const drawn = (page: Page) => page.locator('#stage [data-subject^="pods "]').count()

test('behind another tab time stands, and goes on where it stood', async ({ page }) => {
  await page.addInitScript(hangCurtain)
  const door = await begin(page)
  await door.play(10)
  await expect.poll(() => door.now()).toBeGreaterThan(13_000)
  await curtain(page, 'hide')
  await page.evaluate(() => (window as unknown as { podium: { hash(): Promise<string> } }).podium.hash())
  const stood = await door.now()
  // It was written as the curtain fell: a frame that was under way then is not in it.
  const written = async () => Math.floor((await kept(page))?.now ?? 0)
  await expect.poll(written).toBeGreaterThan(10_000)
  expect(await written()).toBeLessThanOrEqual(stood)
  expect(await door.now()).toBe(stood)
  await curtain(page, 'show', 60)
  // An hour was nothing but one frame.
  await expect.poll(() => door.now()).toBeGreaterThan(stood)
  await door.pause()
  expect(await door.now()).toBeLessThan(stood + 60_000)
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('what is done behind another tab is drawn when it is seen, and nothing waits in heaps', async ({ page }) => {
  await page.addInitScript(hangCurtain)
  const door = await begin(page)
  await curtain(page, 'hide')
  await door.advance(1000)
  const before = await curtain(page, 'waiting')
  for (const replicas of [9, 2, 12, 1, 20, 6]) {
    await scale(page, replicas)
    await door.advance(30_000)
  }
  expect(await curtain(page, 'waiting')).toBeLessThanOrEqual((before ?? 0) + 3)
  await curtain(page, 'show', 5)
  const there = await items(page, '/api/v1/namespaces/default/pods')
  expect(there).toHaveLength(6)
  await expect.poll(() => drawn(page)).toBe(6)
  const [seconds = 0] = [Math.floor((await podium(page).now()) / 1000)]
  await expect(page.locator('.transport')).toContainText(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`)
})
