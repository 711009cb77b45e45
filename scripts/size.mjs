// npm run size: how many bytes the first paint waits for and how many come later, gzipped. Fails when the first are over their budget.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exit } from 'node:process'
import { gzipSync } from 'node:zlib'
import { distFolder } from './folders.mjs'

const budgetKb = 150

/** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[], css?: string[] }>} */
const manifest = JSON.parse(readFileSync(join(distFolder, '.vite/manifest.json'), 'utf8'))

/** @type {Set<string>} */
const initial = new Set()
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key)

const rows = readdirSync(join(distFolder, 'assets'))
  .filter(name => /\.(js|css)$/.test(name))
  .map(name => `assets/${name}`)
  .map(file => ({
    file,
    when: initial.has(file) ? 'first' : 'later',
    gzip: gzipSync(readFileSync(join(distFolder, file)), { level: 9 }).length,
  }))
  .sort((a, b) => a.when.localeCompare(b.when) || b.gzip - a.gzip)
for (const { file, when, gzip } of rows) console.log(`${when}  ${kb(gzip).padStart(7)} kB  ${file}`)

const first = rows.filter(row => row.when === 'first' && row.file.endsWith('.js')).reduce((sum, row) => sum + row.gzip, 0)
const over = first > budgetKb * 1000
console.log(`first JavaScript: ${kb(first)} kB gzipped, ${over ? 'over' : 'within'} its ${budgetKb} kB`)
exit(over ? 1 : 0)

/** @param {string} key */
function visit(key) {
  const chunk = manifest[key]
  if (!chunk || initial.has(chunk.file)) return
  for (const file of [chunk.file, ...(chunk.css ?? [])]) initial.add(file)
  for (const next of chunk.imports ?? []) visit(next)
}

/** @param {number} bytes */
function kb(bytes) {
  return (bytes / 1000).toFixed(1)
}
