// npm run size: how many bytes of JavaScript a page fetches before its first paint, how many with the living stage, and what comes later,
// gzipped. The engine's worker is counted apart: it is none of the page's thread. Fails when the living stage costs more than its budget.
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { distFolder } from './folders.mjs'

const budgetKb = 150
/** What the page asks for by itself, to show the living stage with its panels on any screen; src/views/living.ts says what is in it. */
const livingKeys = ['src/views/living.ts', 'src/app/LeftPanel.tsx', 'src/app/Sheet.tsx']
/** What it asks for by itself once the stage is drawn and the page is idle; a large screen shows the editor too. */
const idleKeys = [
  'src/views/words/en/later.ts',
  'src/views/inspector/Inspected.tsx',
  'src/views/verbs/index.ts',
  'src/views/events/Speaker.tsx',
  'src/views/stage/Packets.tsx',
  'src/views/stage/Disks.tsx',
  'src/views/scene/plumbing.ts',
]
const editorKeys = [
  'src/views/editor/Editor.tsx',
  'src/views/editor/CodeView.tsx',
  'src/views/editor/document.ts',
  'src/views/editor/samples/index.ts',
]

/** @typedef {'first' | 'living' | 'idle' | 'editor' | 'worker' | 'later'} Time when a file is fetched */

/** Bytes, gzipped, of the JavaScript that a built page fetches: before it shows anything, and until the living stage is there. @param {string} folder */
export function firstJavaScript(folder) {
  const sum = (/** @type {Time[]} */ ...times) =>
    sizes(folder)
      .filter(({ file, time }) => times.includes(time) && file.endsWith('.js'))
      .reduce((all, { gzip }) => all + gzip, 0)
  return { first: sum('first'), living: sum('first', 'living'), idle: sum('idle') }
}

/** When each script and style of a built page is fetched. @param {string} folder */
export function fetchTimes(folder) {
  const chunks = chunksOf(folder)
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const entries = Object.keys(chunks).filter(key => page.includes(chunks[key]?.file ?? '?'))
  /** @type {Map<string, Time>} */
  const times = new Map()
  const visit = (/** @type {string} */ key, /** @type {Time} */ time) => {
    const chunk = chunks[key]
    if (!chunk) throw new Error(`the build has no ${key}`)
    if (times.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? [])]) if (!times.has(file)) times.set(file, time)
    for (const next of chunk.imports ?? []) visit(next, time)
  }
  for (const key of entries) visit(key, 'first')
  for (const key of livingKeys) visit(key, 'living')
  for (const key of idleKeys) visit(key, 'idle')
  for (const key of editorKeys) visit(key, 'editor')
  for (const name of readdirSync(join(folder, 'assets'))) {
    const file = `assets/${name}`
    if (!/\.(js|css)$/.test(name) || times.has(file)) continue
    times.set(file, /worker/.test(name) ? 'worker' : 'later')
  }
  return times
}

/** @param {string} folder @returns {Record<string, { file: string, imports?: string[], css?: string[] }>} */
const chunksOf = folder => JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))

/** @param {string} folder */
function sizes(folder) {
  const order = ['first', 'living', 'idle', 'editor', 'worker', 'later']
  return [...fetchTimes(folder)]
    .map(([file, time]) => ({ file, time, gzip: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length }))
    .sort((a, b) => order.indexOf(a.time) - order.indexOf(b.time) || b.gzip - a.gzip)
}

if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  const kb = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1)
  for (const { file, time, gzip } of sizes(distFolder)) console.log(`${time.padEnd(6)} ${kb(gzip).padStart(7)} kB  ${basename(file)}`)
  const { first, living, idle } = firstJavaScript(distFolder)
  const isOver = living > budgetKb * 1000
  console.log(
    `JavaScript before the first paint: ${kb(first)} kB gzipped; fetched once the page is idle, without being asked: ${kb(idle)} kB`,
  )
  console.log(`JavaScript with the living stage: ${kb(living)} kB gzipped, ${isOver ? 'over' : 'within'} its ${budgetKb} kB`)
  exit(isOver ? 1 : 0)
}
