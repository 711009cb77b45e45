// What bad input gets. Whatever is pasted is refused where it is wrong, in the words of whoever refuses it, or shown as what it is: text. The cluster is
// then as it was, to the byte, which its fingerprint shows.
import type { Page } from '@playwright/test'
import { begin, expect, pasteOver as paste, test } from './kit.ts'

test.use({ viewport: { width: 1920, height: 1080 } })

const pod = (name: string, more = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
${more}spec:
  containers:
  - name: main
    image: nginx:1.25
`
const deployment = (name: string, replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
      - name: main
        image: nginx:1.25
`

const refusals = (page: Page) => page.locator('.results .errors li')
/** The lines that carry a mark of the linter, as numbers in the gutter beside them. */
async function markedLines(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const numbers = [...document.querySelectorAll('.cm-lineNumbers .cm-gutterElement')]
    return [...document.querySelectorAll('.cm-lint-marker-error')].map(mark => {
      const { top } = (mark.parentElement as Element).getBoundingClientRect()
      const beside = numbers.find(
        n => Math.abs(n.getBoundingClientRect().top - top) < 12 && (n as HTMLElement).style.visibility !== 'hidden',
      )
      return beside?.textContent ?? ''
    })
  })
}

test('broken YAML is refused with line, column and the parser’s reason, at its line', async ({ page }) => {
  const door = await begin(page)
  const before = await door.hash()
  await paste(page, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n   labels: {}\n')
  const first = refusals(page).first()
  await expect(first).toContainText('line 4, column 9')
  await expect(first).toContainText('Nested mappings are not allowed in compact mappings')
  await expect.poll(async () => (await markedLines(page))[0]).toBe('4')
  expect(await door.hash()).toBe(before)
  // While it is typed, before anybody presses Apply, it is marked too.
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('a: 1\nb: [1, 2\nc: 3\n')
  await expect.poll(() => markedLines(page)).toEqual(['3'])
})

test('an invalid object is refused in Kubernetes’ words at the line of the field, and nothing of its neighbours is applied', async ({
  page,
}) => {
  const door = await begin(page)
  const before = await door.hash()
  const third = deployment('third', '-1')
  await paste(page, [pod('first'), pod('second'), third, pod('fourth')].join('---\n'))
  await expect(refusals(page)).toHaveCount(1)
  await expect(refusals(page)).toContainText('spec.replicas: Invalid value: -1: must be greater than or equal to 0')
  const line = 2 * (pod('first').split('\n').length - 1 + 1) + 6
  await expect(refusals(page)).toContainText(`line ${line}`)
  await expect.poll(() => markedLines(page)).toEqual([String(line)])
  expect(await door.hash()).toBe(before)
  const { actions } = await door.log()
  expect(actions).toHaveLength(2)
})

test('what is refused only because of a neighbour takes the neighbour with it', async ({ page }) => {
  const door = await begin(page)
  const before = await door.hash()
  // Each alone could be made; after the first the second changes what may not be changed.
  await paste(page, [pod('other'), deployment('twin', '1'), deployment('twin', '1').replaceAll('app: twin', 'app: another')].join('---\n'))
  await expect(refusals(page)).toContainText('field is immutable')
  expect(await door.hash()).toBe(before)
  expect((await door.log()).actions).toHaveLength(2)
  await expect(page.locator('.results .done')).toHaveCount(0)
})

test('unknown kinds are named and left out, and the rest is applied', async ({ page }) => {
  const door = await begin(page)
  const istio = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: routes\n'
  await paste(page, [istio, pod('known'), 'apiVersion: constructor\nkind: toString\nmetadata: {name: __proto__}\n'].join('---\n'))
  await expect(page.locator('.results .unknown li')).toHaveText([
    /line 1\s*VirtualService routes \(networking\.istio\.io\/v1\)/,
    /toString __proto__ \(constructor\)/,
  ])
  await expect(page.getByText('pod/known created')).toBeVisible()
  expect((await door.request('GET', '/api/v1/namespaces/default/pods/known')).status).toBe(200)
})

const levels = Array.from({ length: 12 }, (_, i) =>
  i
    ? `l${i}: &l${i} [${Array(9)
        .fill(`*l${i - 1}`)
        .join(', ')}]`
    : 'l0: &l0 [x, x, x]',
).join('\n')
const REFUSED: [what: string, text: string, words: string | RegExp][] = [
  ['a bomb of aliases', `apiVersion: v1\nkind: Pod\n${levels}\n`, 'Too many YAML aliases: not read.'],
  [
    'an alias within itself',
    'apiVersion: v1\nkind: Pod\nmetadata: &a\n  name: x\n  labels: *a\n',
    'A YAML alias stands within what it names: not read.',
  ],
  ['a __proto__ key', pod('p', '__proto__: {polluted: yes}\n'), '__proto__'],
  ['a __proto__ label', pod('p', '  labels: {__proto__: {polluted: yes}}\n'), '__proto__'],
  ['a constructor key', pod('p', 'constructor: {prototype: {polluted: yes}}\n'), /line 5.*constructor: field not declared in schema/],
  ['a request for constructors', pod('p').replace('main\n', 'main\n    resources: {requests: {constructor: "1"}}\n'), 'constructor'],
  ['10 million replicas', deployment('many', '10000000'), /line 6.*this simulation holds at most 10000 pods/],
  [
    'more replicas than a number holds',
    deployment('many', '1e99'),
    'cannot unmarshal number 1e+99 into Go struct field DeploymentSpec.spec.replicas of type int32',
  ],
  ['nesting without end', `apiVersion: v1\nkind: Pod\nspec: ${'['.repeat(5000)}${']'.repeat(5000)}\n`, 'Nested too deeply: not read.'],
  ['keys that stand twice', pod('p', '  name: q\n'), 'Map keys must be unique'],
  ['501 objects', Array.from({ length: 501 }, (_, i) => pod(`p${i}`)).join('---\n'), 'More than 500 objects: not read.'],
  ['no name', 'apiVersion: v1\nkind: Namespace\nmetadata:\n', 'name or generateName is required'],
  ['markup for a name', pod('"<img src=x onerror=document.title=1>"'), '<img src=x onerror=document.title=1>'],
  ['a name of 100,000 letters', pod('x'.repeat(100_000)), 'must be no more than 253'],
  ['letters that run from right to left', pod('"\\u202Egnp.exe"'), 'RFC 1123'],
]
test('what would harm is refused, and the cluster stays as it was', async ({ page }) => {
  test.setTimeout(150_000)
  const door = await begin(page)
  const before = await door.hash()
  for (const [what, text, words] of REFUSED)
    await test.step(what, async () => {
      await paste(page, text)
      await expect(refusals(page).first(), what).toContainText(words)
      await expect(page.getByRole('button', { name: 'Apply', exact: true }), what).toBeEnabled()
      expect(await door.hash(), what).toBe(before)
    })
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
  expect((await door.log()).actions).toHaveLength(2)
  await expect(page).toHaveTitle(/Podium/)
})

test('markup, long words and right-to-left text in labels, annotations and variables are text', async ({ page }) => {
  const door = await begin(page)
  const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
  const long = 'w'.repeat(2000)
  await paste(
    page,
    `apiVersion: v1
kind: Pod
metadata:
  name: guest
  annotations:
    markup: '${markup}'
    long: ${long}
    rtl: "\\u202Eabc \\u05D0\\u05D1"
spec:
  containers:
  - name: main
    image: nginx:1.25
    env:
    - name: MARKUP
      value: '${markup}'
`,
  )
  await expect(page.getByText('pod/guest created')).toBeVisible()
  await door.advance(8000)
  await page
    .getByLabel(/^Pod guest/)
    .first()
    .click()
  await page.getByText('YAML', { exact: true }).last().click()
  await expect(page.getByText('<img src=x').last()).toBeVisible()
  expect(await page.locator('img[src="x"], #root script').count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await expect(page).toHaveTitle(/Podium/)
})

test('the policy stands in the header as in the page, and what a guest brings does not run', async ({ page, complaints }) => {
  const answer = await page.goto('./')
  const header = answer?.headers()['content-security-policy'] ?? ''
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  for (const policy of [header, meta ?? '']) {
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
  }
  await expect(page.locator('#root')).not.toBeEmpty()
  const reached = await page.evaluate(async () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="data:x" onerror="document.title = 1">')
    const script = document.createElement('script')
    script.textContent = 'document.title = 2'
    document.body.append(script)
    // In a task of its own: what the story itself evaluates is exempt.
    setTimeout("document.title = 'from a string'")
    await new Promise(resolve => setTimeout(resolve, 50))
    const fetched = await fetch('http://127.0.0.1:1/').then(
      () => true,
      () => false,
    )
    return fetched
  })
  expect(reached).toBe(false)
  await expect(page).toHaveTitle(/Podium/)
  complaints.splice(0)
})
