// Texts that are too large, too slow to read, or nearly so; and those in which there is nothing. The page goes on meanwhile, the button can be pressed again, and
// the cluster is as it was.
import type { Page } from '@playwright/test'
import { begin, expect, items, pasteOver as paste, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
  containers:
  - name: main
    image: nginx:1.25
`

/** Lets go of a file over the editor: what is too long to be typed. */
async function drop(page: Page, text: string) {
  const files = await page.evaluateHandle(content => {
    const carried = new DataTransfer()
    carried.items.add(new File([content], 'dropped.yaml'))
    return carried
  }, text)
  await page.locator('.editor').dispatchEvent('drop', { dataTransfer: files })
}

const refusals = (page: Page) => page.locator('.results .errors li')
const apply = (page: Page) => page.getByRole('button', { name: 'Apply', exact: true })

test('a file of more than 1 MiB is not read', async ({ page }) => {
  const door = await begin(page)
  const before = await door.hash()
  await drop(page, `# ${'x'.repeat(1 << 20)}\n${pod('big')}`)
  await expect(page.getByText('Larger than 1 MiB: not read.').first()).toBeVisible()
  const applied = (await door.apply(`# ${'x'.repeat(1 << 20)}\n${pod('big')}`)) as { errors: { message: string }[] }
  expect(applied.errors).toMatchObject([{ message: 'manifest.tooLarge' }])
  expect(await door.hash()).toBe(before)
})

const nearly = (word: string) => word.repeat(Math.floor(((1 << 20) - 100) / word.length))
const ENDLESS: [what: string, text: string, words: string][] = [
  ['only quotes', nearly('"'), 'More than 10,000 fields in one object: not read.'],
  ['only anchors', nearly('&a '), 'Too many YAML aliases: not read.'],
  ['only tags', nearly('!a '), 'More than 10,000 fields in one object: not read.'],
  ['the same key over and over', nearly('a: b\n'), 'More than 150,000 lines: not read.'],
  ['only colons', nearly(':\n'), 'More than 150,000 lines: not read.'],
  ['only brackets', nearly('['), 'Nested too deeply: not read.'],
  ['a list of nothing', `kind: List\napiVersion: v1\nitems:\n${'- {}\n'.repeat(60_000)}`, 'More than 500 objects: not read.'],
]
test('a megabyte that would take a parser many seconds is refused for what is in it, and the page goes on meanwhile', async ({ page }) => {
  test.setTimeout(150_000)
  const door = await begin(page)
  const before = await door.hash()
  for (const [what, text, words] of ENDLESS)
    await test.step(what, async () => {
      // Timers of the page go on: it was not the page that read.
      const { applied, beats, ms } = await page.evaluate(async yaml => {
        const { podium } = window as unknown as { podium: { apply(text: string): Promise<{ errors: { message: string }[] }> } }
        let beats = 0
        const heart = setInterval(() => beats++, 10)
        const began = performance.now()
        const applied = await podium.apply(yaml)
        clearInterval(heart)
        return { applied, beats, ms: performance.now() - began }
      }, text)
      expect(applied.errors, what).toHaveLength(1)
      if (ms > 500) expect(beats, what).toBeGreaterThan(0)
      await paste(page, text)
      await expect(refusals(page), what).toContainText(words)
      await expect(page.getByRole('button', { name: 'Apply', exact: true }), what).toBeEnabled()
      expect(await door.hash(), what).toBe(before)
    })
  // Whoever comes next is read as ever.
  await paste(page, pod('after'))
  await expect(page.getByText('pod/after created')).toBeVisible()
})

test('an object of more fields than anybody writes is refused', async ({ page }) => {
  const door = await begin(page)
  const before = await door.hash()
  const data = Array.from({ length: 10_500 }, (_, i) => `  k${i}: v`).join('\n')
  await paste(page, `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: wide}\ndata:\n${data}\n`)
  await expect(refusals(page)).toContainText('More than 10,000 fields in one object: not read.')
  expect(await door.hash()).toBe(before)
})

test('a text in which there is nothing is said to hold no objects, and the button can be pressed again', async ({ page }) => {
  const door = await begin(page)
  const before = await door.hash()
  for (const text of ['\t\t\t', '\r\r\r', ' \n \n', '# only a comment\n', '---\n---\n']) {
    await paste(page, text)
    await expect(refusals(page), JSON.stringify(text)).toHaveText([/no objects passed to apply/])
    await expect(apply(page)).toBeEnabled()
  }
  expect(await door.hash()).toBe(before)
  await paste(page, pod('after'))
  await expect(page.getByText('pod/after created')).toBeVisible()
})

test('what the parser says of an endless word is shortened', async ({ page }) => {
  await begin(page)
  await paste(page, `a: ${'!'.repeat(100_000)} b\n`)
  await expect(refusals(page).first()).toContainText('!!!!!')
  for (const said of await refusals(page).allTextContents()) expect(said.length).toBeLessThan(700)
})

test('400 ConfigMaps in 900 KiB are read, applied as one action, and applied again they are unchanged', async ({ page }) => {
  test.setTimeout(120_000)
  const door = await begin(page)
  const { length } = (await door.log()).actions
  const text = Array.from(
    { length: 400 },
    (_, i) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large-${i}}\ndata: {text: ${'x'.repeat(2240)}}\n`,
  ).join('---\n')
  expect(text.length).toBeGreaterThan(900 * 1024)
  const done = page.getByRole('list', { name: 'Applied' })
  for (const what of ['created', 'unchanged']) {
    await paste(page, text)
    await expect(done.getByRole('listitem').first(), what).toHaveText(`configmap/large-0 ${what}`, { timeout: 40_000 })
    await expect(done.getByRole('listitem')).toHaveCount(400)
    await expect(apply(page)).toBeEnabled()
  }
  const all = await items(page, '/api/v1/namespaces/default/configmaps')
  expect(all.filter(c => c.metadata.name.startsWith('large-'))).toHaveLength(400)
  expect((await door.log()).actions).toHaveLength(length + 2)
  await door.advance(5000)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})
