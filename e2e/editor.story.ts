// The manifest editor: paste and apply, errors at their lines in Kubernetes' own words, unknown kinds named, samples, a dropped file, hostile input, a reload.
import type { Page } from '@playwright/test'
import { expect, open, podium, test } from './kit.ts'

test.use({ viewport: { width: 1600, height: 900 } })

async function write(page: Page, text: string) {
  const editor = page.getByRole('textbox', { name: 'Manifest' })
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}
const apply = (page: Page) => page.getByRole('button', { name: 'Apply', exact: true }).click()
const objects = async (page: Page) =>
  (await podium(page).request('GET', '/apis/apps/v1/namespaces/default/deployments')).body as { items: unknown[] }

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: web:v1
`

test('pasted YAML is applied by the keyboard; applied again it is configured; what changed is lit', async ({ page }) => {
  await open(page)
  await write(page, WEB)
  await page.keyboard.press('ControlOrMeta+Enter')
  const done = page.getByRole('list', { name: 'Applied' })
  await expect(done).toContainText('web created')
  await write(page, WEB.replace('replicas: 2', 'replicas: 4'))
  await expect(page.getByText('Yellow: not applied yet.')).toBeVisible()
  await expect(page.locator('.cm-lit')).toHaveCount(1)
  await expect(page.locator('.cm-lit')).toContainText('replicas: 4')
  await apply(page)
  await expect(done).toContainText('web configured')
  await expect(page.getByText(/^Yellow: changed by you at /)).toBeVisible()
  await expect(page.locator('[data-subject^="pods default/web-"]')).toHaveCount(4, { timeout: 20_000 })
})

test('what Kubernetes refuses stands at the field’s line, and nothing is changed', async ({ page }) => {
  await open(page)
  const before = (await objects(page)).items.length
  await write(page, WEB.replace('replicas: 2', 'replicas: -1').replace('      app: web\n  template', '      app: other\n  template'))
  await apply(page)
  const errors = page.getByRole('alert').filter({ hasText: 'Refused; nothing was changed' })
  await expect(errors).toContainText('line 6')
  await expect(errors).toContainText('spec.replicas: Invalid value: -1: must be greater than or equal to 0')
  await expect(errors).toContainText('`selector` does not match template `labels`')
  await expect(page.locator('.cm-lint-marker-error').first()).toBeVisible()
  expect((await objects(page)).items).toHaveLength(before)
})

test('a syntax error is told at its line while it is written', async ({ page }) => {
  await open(page)
  await write(page, 'kind: Service\nspec: {a: 1\nports:\n')
  await page.locator('.cm-lint-marker-error').hover()
  await expect(page.locator('.cm-tooltip-lint')).toContainText('}')
  await apply(page)
  await expect(page.getByRole('alert').filter({ hasText: 'Refused' })).toContainText(/line [23]/)
})

test('kinds that are not known here are named and left out, the rest is applied', async ({ page }) => {
  await open(page)
  await write(page, `${WEB}---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\n`)
  await apply(page)
  await expect(page.getByText('Not known here, left out')).toBeVisible()
  await expect(page.locator('.results .unknown')).toContainText('ServiceMonitor web (monitoring.coreos.com/v1)')
  await expect(page.getByRole('list', { name: 'Applied' })).toContainText('web created')
})

test('hostile input is refused or shown as text, within a second, and the cluster is as it was', async ({ page }) => {
  await open(page)
  const before = await objects(page)
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
    .split('')
    .map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`)
    .join('\n')}\nkind: X\napiVersion: v1\n`
  const hostile = [
    ['an alias bomb', bomb],
    ['a megabyte and more', `a: ${'x'.repeat(1_100_000)}`],
    ['a prototype', WEB.replace('labels:\n        app: web', 'labels:\n        app: web\n        __proto__: {a: b}')],
    ['ten million replicas', WEB.replace('replicas: 2', 'replicas: 10000000')],
    ['markup in a name', WEB.replace('name: web\nspec', 'name: "<img src=x onerror=alert(1)>"\nspec')],
  ] as const
  await expect(page.locator('.cm-content')).toBeVisible()
  for (const [what, text] of hostile) {
    await page.evaluate(t => {
      const data = new DataTransfer()
      data.setData('text/plain', t)
      const editor = document.querySelector('.cm-content')
      document.getSelection()?.selectAllChildren(editor as Node)
      editor?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }, text)
    const began = Date.now()
    await apply(page)
    await expect(page.getByRole('alert').filter({ hasText: 'Refused' }), what).toBeVisible()
    expect(Date.now() - began, what).toBeLessThan(5000)
  }
  await expect(page.locator('.results img')).toHaveCount(0)
  expect(((await objects(page)).items as unknown[]).length).toBe(before.items.length)
})

test('a sample is taken from the menu, and the text survives a reload', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Samples' }).click()
  await page.getByRole('menuitem', { name: /No dropped request/ }).click()
  await expect(page.getByRole('textbox', { name: 'Manifest' })).toContainText('# A rollout that drops no')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Manifest' })).toContainText('# A rollout that drops no')
})

test('a file dropped on the stage is applied at once', async ({ page }) => {
  await open(page)
  await page.locator('#stage svg.stage').waitFor()
  // The editor's code must be there to take it.
  await expect(page.getByRole('textbox', { name: 'Manifest' })).toBeVisible()
  await page.evaluate(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'web.yaml', { type: 'text/yaml' }))
    const stage = document.querySelector('#stage svg.stage') as Element
    for (const type of ['dragover', 'drop'])
      stage.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
  }, WEB)
  await expect(page.locator('[data-subject="deployments default/web"], [data-subject^="pods default/web-"]').first()).toBeVisible({
    timeout: 15_000,
  })
  await expect(page.getByText('kubectl apply -f web.yaml')).toBeVisible()
})
