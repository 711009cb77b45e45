// npm run shots: pictures of the app to look at, in shots/: three sizes, three looks, two languages.
//   npm run shots -- [URL]           of that server, else of a fresh build
//     --at MS                        at that simulated moment, paused
//     --eval JS                      after running that in the page (a promise is waited for)
//     --wait MS                      that long after the app stands (default 1500)
//     --size 1280x720 --look dark --lang en      only these; each may be given more than once
//     --name WORD                    begin the files' names with it
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { launchOptions } from './browser.mjs'
import { projectFolder } from './folders.mjs'
import { serve } from './serve.mjs'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    at: { type: 'string' },
    eval: { type: 'string' },
    wait: { type: 'string', default: '1500' },
    size: { type: 'string', multiple: true, default: ['1920x1080', '1280x720', '390x844'] },
    look: { type: 'string', multiple: true, default: ['light', 'dark', 'projector'] },
    lang: { type: 'string', multiple: true, default: ['en', 'zh'] },
    name: { type: 'string', default: 'podium' },
  },
})

const shots = join(projectFolder, 'shots')
mkdirSync(shots, { recursive: true })
const own = positionals[0] ? undefined : await buildAndServe()
const url = positionals[0] ?? own?.url ?? ''
const browser = await chromium.launch(launchOptions())
try {
  for (const size of options.size) {
    for (const look of options.look) for (const lang of options.lang) await shoot(size, look, lang)
  }
} finally {
  await browser.close()
  await own?.close()
}

/** @param {string} size @param {string} look @param {string} lang */
async function shoot(size, look, lang) {
  const [width = 1280, height = 720] = size.split('x').map(Number)
  const page = await browser.newPage({
    viewport: { width, height },
    locale: lang === 'zh' ? 'zh-CN' : 'en-US',
    colorScheme: look === 'dark' ? 'dark' : 'light',
    hasTouch: width < 720,
  })
  page.on('pageerror', error => console.error(`the page: ${error.message}`))
  page.on('console', message => message.type() === 'error' && console.error(`the page: ${message.text()}`))
  const chosen = new URL(url)
  chosen.searchParams.set('lang', lang)
  if (look === 'projector') chosen.searchParams.set('contrast', 'projector')
  else chosen.searchParams.set('theme', look)
  await page.goto(chosen.href)
  await page.locator('#root > *').first().waitFor()
  if (options.at !== undefined) await page.evaluate(goTo, Number(options.at))
  if (options.eval !== undefined) await page.evaluate(options.eval)
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(Number(options.wait))
  const file = join(shots, `${options.name}-${size}-${look}-${lang}.png`)
  await page.screenshot({ path: file })
  console.log(file)
  await page.close()
}

/** Runs in the page. @param {number} ms */
async function goTo(ms) {
  while (!('podium' in window)) await new Promise(requestAnimationFrame)
  const podium = /** @type {any} */ (window.podium)
  await podium.pause()
  const now = await podium.now()
  if (ms > now) await podium.advance(ms - now)
  else await podium.seek(ms)
}

// Into a folder of its own, so that nobody's dist changes under a running server.
async function buildAndServe() {
  const folder = mkdtempSync(join(tmpdir(), 'podium-shots-'))
  await build({ root: projectFolder, logLevel: 'warn', build: { outDir: folder } })
  const server = await serve(folder)
  return {
    url: server.url,
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
