// What `npm run size` counts is what is fetched: whoever does nothing fetches, on a large screen and on a small one, nothing that has no name there.
import { distFolder } from '../scripts/folders.mjs'
import { fetchTimes } from '../scripts/size.mjs'
import { expect, open, test } from './kit.ts'

for (const viewport of [
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
]) {
  test(`nothing comes by itself that is not counted, at ${viewport.width} × ${viewport.height}`, async ({ page }) => {
    const times = fetchTimes(distFolder)
    const fetched = new Set<string>()
    page.on('request', request => {
      const file = /assets\/[^/]+\.js$/.exec(new URL(request.url()).pathname)?.[0]
      if (file) fetched.add(file)
    })
    await page.setViewportSize(viewport)
    await open(page)
    await page.locator('#stage [data-subject^="pods "]').first().waitFor()
    const at = (...wanted: string[]) =>
      [...times].filter(([file, time]) => file.endsWith('.js') && wanted.includes(time)).map(([file]) => file)
    // The inspector of what may be selected is the last thing that is fetched ahead.
    await expect.poll(() => at('idle').filter(file => !fetched.has(file))).toEqual([])
    expect([...fetched].filter(file => times.get(file) === 'later')).toEqual([])
    expect(at('first').filter(file => !fetched.has(file))).toEqual([])
  })
}
