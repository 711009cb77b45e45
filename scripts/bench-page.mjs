// The part of npm run bench that needs a page: the JavaScript that the first paint waits for, and the scripting in each frame while a
// Deployment of 100 and of 500 pods rolls out, of 100 also on a processor as slow as a phone's, read from Chromium's own trace of its main
// thread, and how soon a click shows on the stage.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { launchOptions } from './browser.mjs'
import { projectFolder } from './folders.mjs'
import { serve } from './serve.mjs'
import { firstJavaScript } from './size.mjs'

const traceMs = 8000
const clicks = 9
/** A processor so many times slower, as in a phone: told, not aimed at. */
const phone = 4

const folder = mkdtempSync(join(tmpdir(), 'podium-bench-'))
await build({ root: projectFolder, logLevel: 'warn', build: { outDir: folder } })
const { first, living } = firstJavaScript(folder)
row('JavaScript before the first paint, gzipped', first / 1000, 'kB')
row('JavaScript with the living stage, gzipped', living / 1000, 'kB', 150)
const server = await serve(folder)
const browser = await chromium.launch(launchOptions())
try {
  await click()
  for (const pods of [100, 500]) await rollout(pods)
  await rollout(100, phone)
} finally {
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true })
}

/** From the click on "+1 pod" at 1× to the first painted frame in which something on the stage is other than before, requests on their way apart. */
async function click() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(server.url)
  await page.waitForFunction(() => 'podium' in window, undefined, { timeout: 15_000 })
  await page.evaluate(async () => {
    const podium = /** @type {any} */ (window).podium
    await podium.advance(20_000)
    await podium.play(1)
  })
  await page
    .getByRole('button', { name: /^Deployment nginx/ })
    .first()
    .click()
  const button = page.getByRole('button', { name: '+1 pod' })
  const times = []
  for (let i = 0; i < clicks; i++) {
    await page.waitForTimeout(3000)
    const shown = page.evaluate(firstChange)
    await button.click()
    times.push(await shown)
  }
  await page.close()
  times.sort((a, b) => a - b)
  row('click on "+1 pod" to the first changed frame at 1×, median', times[Math.floor(clicks / 2)] ?? 0, 'ms', 100)
  row('click on "+1 pod" to the first changed frame at 1×, slowest', times.at(-1) ?? 0, 'ms', 100)
}

/** Runs in the page. @returns {Promise<number>} milliseconds from the next click to the frame that shows what came of it */
function firstChange() {
  const stage = document.querySelector('svg:has([data-subject])')
  return new Promise(done => {
    window.addEventListener(
      'click',
      ({ timeStamp }) => {
        const observer = new MutationObserver(changes => {
          const isNews = changes.some(({ target }) =>
            (target instanceof Element ? target : target.parentElement)?.closest('[data-subject]'),
          )
          if (!isNews) return
          observer.disconnect()
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel()
            port1.onmessage = () => done(performance.now() - timeStamp)
            port2.postMessage(0)
          })
        })
        if (stage) observer.observe(stage, { subtree: true, attributes: true, childList: true, characterData: true })
      },
      { once: true, capture: true },
    )
  })
}

/** @param {number} pods @param {number} [slower] times that the page's processor is slowed down */
async function rollout(pods, slower = 1) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(server.url)
  await page.waitForFunction(() => 'podium' in window, undefined, { timeout: 15_000 })
  await page.evaluate(
    async ([nodes, before, after]) => {
      const podium = /** @type {any} */ (window).podium
      await podium.apply(nodes)
      await podium.apply(before)
      await podium.advance(120_000)
      await podium.apply(after)
      await podium.play(1)
    },
    [nodesFor(pods), deployment(pods, 'nginx:1.7.9'), deployment(pods, 'nginx:1.9.1')],
  )
  if (slower > 1) {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  }
  await browser.startTracing(page, { categories: ['devtools.timeline', '__metadata'] })
  await page.waitForTimeout(traceMs)
  const frames = scriptingPerFrame(JSON.parse((await browser.stopTracing()).toString()).traceEvents)
  await page.close()
  const at = (/** @type {number} */ share) => frames[Math.min(frames.length - 1, Math.floor(share * frames.length))] ?? 0
  const what = `${pods} pods rolling out${slower > 1 ? `, ${slower}× slower` : ''}`
  row(`${what}, scripting in a frame, median`, at(0.5), 'ms')
  row(`${what}, scripting in a frame, p95`, at(0.95), 'ms', slower > 1 ? undefined : 8)
  row(`${what}, frames a second`, frames.length / (traceMs / 1000), 'Hz')
}

/**
 * Milliseconds of script on the page's main thread from one frame's painting to the next, in ascending order.
 * @param {{ name: string, ph: string, ts: number, dur?: number, pid: number, tid: number, args?: any }[]} events
 */
function scriptingPerFrame(events) {
  const script = new Set(['FunctionCall', 'EvaluateScript', 'RunMicrotasks', 'v8.callFunction'])
  const frames = events.filter(event => event.name === 'PrePaint').sort((a, b) => a.ts - b.ts)
  const thread = frames[0] && `${frames[0].pid} ${frames[0].tid}`
  const calls = events
    .filter(event => event.ph === 'X' && script.has(event.name) && `${event.pid} ${event.tid}` === thread)
    .sort((a, b) => a.ts - b.ts)
  let outerEnd = 0
  const outermost = calls.filter(({ ts, dur = 0 }) => {
    if (ts < outerEnd) return false
    outerEnd = ts + dur
    return true
  })
  let next = 0
  return frames
    .map((_, i) => {
      const end = frames[i + 1]?.ts ?? Number.POSITIVE_INFINITY
      let sum = 0
      for (; next < outermost.length && (outermost[next]?.ts ?? 0) < end; next++) sum += outermost[next]?.dur ?? 0
      return sum / 1000
    })
    .sort((a, b) => a - b)
}

/** Machines enough for the pods beside the three that are there. @param {number} pods */
function nodesFor(pods) {
  const count = Math.ceil((pods * 1.5) / 110)
  return Array.from({ length: count }, (_, i) => `apiVersion: v1\nkind: Node\nmetadata: {name: bench-${i + 1}}`).join('\n---\n')
}

/** @param {number} replicas @param {string} image */
function deployment(replicas, image) {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: bench}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: bench}}
  template:
    metadata: {labels: {app: bench}}
    spec: {containers: [{name: web, image: '${image}'}]}`
}

/** @param {string} what @param {number} value @param {string} unit @param {number} [aim] */
function row(what, value, unit, aim) {
  console.log(JSON.stringify({ what, value, unit, aim }))
}
