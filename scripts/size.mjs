// npm run size: how many bytes the first paint waits for and how many come later, gzipped. Fails when the first are over their budget.
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { distFolder } from './folders.mjs'

const budgetKb = 150

/** Bytes, gzipped, of the JavaScript that a built page loads before it shows anything. @param {string} folder */
export function firstJavaScript(folder) {
  return sizes(folder)
    .filter(({ file, isFirst }) => isFirst && file.endsWith('.js'))
    .reduce((sum, { gzip }) => sum + gzip, 0)
}

/** @param {string} folder */
function sizes(folder) {
  const first = firstFiles(folder)
  return readdirSync(join(folder, 'assets'))
    .filter(name => /\.(js|css)$/.test(name))
    .map(name => `assets/${name}`)
    .map(file => ({ file, isFirst: first.has(file), gzip: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length }))
    .sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || b.gzip - a.gzip)
}

/** The entry with everything that it imports other than lazily. @param {string} folder */
function firstFiles(folder) {
  /** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[], css?: string[] }>} */
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
  /** @type {Set<string>} */
  const files = new Set()
  const visit = (/** @type {string} */ key) => {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key)
  return files
}

if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  const kb = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1)
  for (const { file, isFirst, gzip } of sizes(distFolder)) {
    console.log(`${isFirst ? 'first' : 'later'} ${kb(gzip).padStart(7)} kB  ${file}`)
  }
  const first = firstJavaScript(distFolder)
  const isOver = first > budgetKb * 1000
  console.log(`first JavaScript: ${kb(first)} kB gzipped, ${isOver ? 'over' : 'within'} its ${budgetKb} kB`)
  exit(isOver ? 1 : 0)
}
