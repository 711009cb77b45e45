// The ground under every other story: the page opens from a sub-path, is itself accessible, and holds to its policy.
import { expect, expectAccessible, open, test } from './kit.ts'

test('the page opens from a sub-path and says what it is', async ({ page }) => {
  await open(page)
  await expect(page).toHaveTitle(/Podium/)
  expect(new URL(page.url()).pathname).toBe('/podium/')
})

test('the page has no accessibility violation', async ({ page }) => {
  await open(page)
  await expectAccessible(page)
})

test('the policy stands in the page itself and refuses inline script, inline handlers and other hosts', async ({ page, complaints }) => {
  await open(page)
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1)
  const blocked = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', event => violated.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'document.title = "inline script ran"'
    document.body.append(script)
    script.remove()
    const evaluated = document.createElement('button')
    evaluated.setAttribute('onclick', 'document.title = "inline handler ran"')
    evaluated.click()
    // A port of this machine is enough: the policy refuses before anything is sent.
    await fetch('http://127.0.0.1:1/').catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve))
    return violated
  })
  expect(new Set(blocked)).toEqual(new Set(['script-src-elem', 'script-src-attr', 'connect-src']))
  await expect(page).toHaveTitle(/Podium/)
  complaints.splice(0)
})

test('a page that complains fails its story', async ({ page }) => {
  test.fail(true, 'it is the check that is checked here')
  await open(page)
  await page.evaluate(() => console.error('planted'))
})
