// An exception in the engine: the clock stops, the page says so and gives a report; going back restores what was before it. The exception is planted on the way from
// the worker, since nothing that a person can do makes one.
import { expect, open, podium, test } from './kit.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('the simulation stopped: said, reported, and gone back from', async ({ page }) => {
  await page.addInitScript(() => {
    const listen = Worker.prototype.addEventListener
    Worker.prototype.addEventListener = function (this: Worker, type: string, listener: EventListener, options?: AddEventListenerOptions) {
      const planted = (e: Event) => {
        const value = (e as MessageEvent).data?.value
        if (value?.batch && (window as unknown as { planted?: boolean }).planted)
          value.problem = { message: 'a planted exception', stack: 'at planted' }
        listener.call(this, e)
      }
      listen.call(this, type, type === 'message' ? planted : listener, options)
    } as typeof listen
  })
  await open(page)
  await page.evaluate(() => Object.assign(window, { planted: true }))
  const notice = page.getByRole('alert').filter({ hasText: 'The simulation stopped' })
  await expect(notice).toContainText('a planted exception')
  await expect(page.locator('.where')).toHaveText('stopped')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeDisabled()
  await notice.getByRole('button', { name: 'Copy report' }).click()
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
  expect(report).toMatchObject({ problem: { message: 'a planted exception' }, options: { seed: 7 } })
  expect(report.branches[0].actions.length).toBeGreaterThan(0)
  const then = await podium(page).now()
  await page.evaluate(() => Object.assign(window, { planted: false }))
  await notice.getByRole('button', { name: 'Go back' }).click()
  await expect(notice).toHaveCount(0)
  expect(await podium(page).now()).toBeLessThan(then)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(() => podium(page).now()).toBeGreaterThan(then)
})
