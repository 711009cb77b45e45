// The words that stories are told in: open the page, hold its documented door (window.podium), check it for accessibility. Every story also
// fails when the page reported an error, broke its own Content-Security-Policy, or asked anything of another host.
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

export { expect }

/// window.podium: the door to the session, the same in every build.
export interface Podium {
  /** The front door of the API server. */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  apply(yamlText: string): Promise<unknown>
  /** Simulated milliseconds since the start. */
  now(): Promise<number>
  /** Pauses, then goes that much further as fast as possible. */
  advance(ms: number): Promise<unknown>
  /** To that moment of the present history. */
  seek(ms: number): Promise<unknown>
  play(speed: number): Promise<unknown>
  pause(): Promise<unknown>
  /** Of the whole history's state at this moment. */
  hash(): Promise<string>
  log(): Promise<{ seed: number; options: unknown; actions: unknown[] }>
}

export interface Opening {
  lang?: 'en' | 'zh'
  theme?: 'light' | 'dark'
  contrast?: 'projector'
  seed?: number
  view?: string
  scene?: string
}

/// `complaints` is what the page said against itself. A story that provokes one on purpose takes it out: complaints.splice(0).
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = []
      const home = new URL(baseURL ?? '').origin
      page.on('pageerror', error => complaints.push(`uncaught: ${error.message}`))
      page.on('console', message => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
      })
      page.on('request', request => {
        const { protocol, origin } = new URL(request.url())
        if (protocol.startsWith('http') && origin !== home) complaints.push(`asked elsewhere: ${request.url()}`)
      })
      await use(complaints)
      expect(complaints, 'the page complained').toEqual([])
    },
    { auto: true },
  ],
})

export async function open(page: Page, opening: Opening = {}) {
  await page.goto(`./?${new URLSearchParams(Object.entries(opening).map(([k, v]) => [k, String(v)]))}`)
  await expect(page.locator('#root')).not.toBeEmpty()
  // The cluster stands: what is done before is done to none.
  await expect(page.locator('#stage svg.stage')).toBeVisible({ timeout: 20_000 })
}

/// Calls window.podium in the page; waits until the app has put it there.
export function podium(page: Page): Podium {
  const call = async (method: keyof Podium, ...args: unknown[]): Promise<never> => {
    await page.waitForFunction(() => 'podium' in window)
    return page.evaluate(
      ([name, values]) => {
        const door = (window as unknown as { podium: Record<string, (...values: unknown[]) => Promise<never>> }).podium
        const verb = door[name]
        if (!verb) throw new Error(`window.podium has no ${name}`)
        return verb(...values)
      },
      [method, args] as const,
    )
  }
  return {
    request: (method, path, body) => call('request', method, path, body),
    apply: yamlText => call('apply', yamlText),
    now: () => call('now'),
    advance: ms => call('advance', ms),
    seek: ms => call('seek', ms),
    play: speed => call('play', speed),
    pause: () => call('pause'),
    hash: () => call('hash'),
    log: () => call('log'),
  }
}

/// Does something by hand, and waits until it stands in the log: a click is heard later than it is made, and time that goes on before that leaves it behind.
/// For what is done in the present; in the past another history begins, whose log is shorter.
export async function acted(page: Page, deed: () => Promise<unknown>) {
  const before = (await podium(page).log()).actions.length
  await deed()
  await expect.poll(async () => (await podium(page).log()).actions.length).toBeGreaterThan(before)
}

/// Pastes manifests into the editor as a person does, applies them, and waits until the cluster has them.
export async function paste(page: Page, text: string) {
  const editor = page.locator('.cm-content')
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
  await acted(page, () => page.getByRole('button', { name: 'Apply', exact: true }).click())
}

/// The page with its first scene, standing still.
export async function begin(page: Page): Promise<Podium> {
  await open(page)
  const door = podium(page)
  await door.advance(1000)
  return door
}

export const NGINX = '/apis/apps/v1/namespaces/default/deployments/nginx'
/// So many pods of the first scene's Deployment.
export async function scale(page: Page, replicas: number) {
  const { status } = await podium(page).request('PATCH', `${NGINX}/scale`, { spec: { replicas } })
  expect(status).toBe(200)
}

/// Pastes whatever text into the editor, in place of what is there, and presses Apply. What comes of it is for the story to see.
export async function pasteOver(page: Page, text: string) {
  const editor = page.locator('.cm-content')
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await editor.evaluate((element, content) => {
    const carried = new DataTransfer()
    carried.setData('text/plain', content)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }))
  }, text)
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
}

/// The objects of a list.
export async function items<T = { metadata: { name: string } }>(page: Page, path: string): Promise<T[]> {
  const { status, body } = await podium(page).request('GET', path)
  expect(status, path).toBe(200)
  return (body as { items: T[] }).items
}

/// A cluster without the first scene.
export async function emptyStage(page: Page) {
  const door = podium(page)
  for (const path of [
    '/apis/podium.local/v1/namespaces/default/loads/nginx',
    '/apis/apps/v1/namespaces/default/deployments/nginx',
    '/api/v1/namespaces/default/services/nginx',
  ])
    await door.request('DELETE', path)
  await door.advance(10_000)
  expect(await items(page, '/api/v1/namespaces/default/pods')).toEqual([])
}

export interface Kept {
  branch: string
  now: number
  branches: { actions: unknown[] }[]
}
/// What lies in the browser's storage. A story that reloads the page waits until it is what is on the stage.
export const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<Kept | undefined>((found, failed) => {
        const opened = indexedDB.open('keyval-store')
        opened.onerror = () => failed(opened.error)
        opened.onsuccess = () => {
          const got = opened.result.transaction('keyval').objectStore('keyval').get('podium.session')
          got.onsuccess = () => {
            opened.result.close()
            // Where time stood was written later than the log.
            found(got.result && { ...got.result, ...JSON.parse(localStorage.getItem('podium.session') ?? '{}') })
          }
        }
      }),
  )

let commands = 0
/// `kubectl exec POD -- COMMAND…`: what it printed and what it exited with, once it has.
export async function exec(
  page: Page,
  namespace: string,
  pod: string,
  ...command: string[]
): Promise<{ output: string; exitCode: number }> {
  const door = podium(page)
  const path = `/apis/podium.local/v1/namespaces/${namespace}/execs`
  const name = `command-${++commands}`
  const made = await door.request('POST', path, { apiVersion: 'podium.local/v1', kind: 'Exec', metadata: { name }, spec: { pod, command } })
  expect(made.status).toBe(201)
  for (let second = 0; second < 60; second++) {
    await door.advance(1000)
    const { body } = await door.request('GET', `${path}/${name}`)
    const { status } = body as { status: { phase: string; exitCode: number; output: string; message?: string } }
    if (status.phase === 'Failed') throw new Error(status.message)
    if (status.phase === 'Ended') return status
  }
  throw new Error(`${command.join(' ')} on ${pod} did not end within a minute`)
}

/// No violation of WCAG 2.2 AA that axe can find, on the page or within `selector`.
export async function expectAccessible(page: Page, selector?: string) {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  if (selector) axe.include(selector)
  const { violations } = await axe.analyze()
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id} (${help}): ${node.target.join(' ')}`))
  expect(found, 'what axe found').toEqual([])
}
