// npm run bench: how fast and how big. Prints a table, then the same as one line of JSON. Measures, and judges nothing: no test waits on it.
//   npm run bench -- engine page     only what has one of these words in its path
// A benchmark is a program src/**/NAME.bench.ts, run in a process of its own with --expose-gc. It prints what it measured, a line of JSON
// each: {"what": "15,000 pods, nothing to Ready", "value": 1350, "unit": "ms", "aim": 1000}. What it prints otherwise goes to standard
// error.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { argv, execPath, exit, version } from 'node:process'
import { createInterface } from 'node:readline'
import { projectFolder } from './folders.mjs'

/** @typedef {{ bench: string, what: string, value: number, unit: string, aim?: number }} Row */

const words = argv.slice(2)
const runner = join(projectFolder, 'scripts/run-ts.mjs')
const programs = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.bench.ts'))
  .map(file => ({ bench: `src/${file.replaceAll('\\', '/')}`, args: ['--expose-gc', runner, join(projectFolder, 'src', file)] }))
  .concat({ bench: 'page', args: [join(projectFolder, 'scripts/bench-page.mjs')] })
  .filter(({ bench }) => words.length === 0 || words.some(word => bench.includes(word)))

/** @type {Row[]} */
const rows = []
let failed = false
for (const { bench, args } of programs) {
  console.log(`\n${bench}`)
  const code = await measure(bench, args)
  if (code !== 0) console.log(`  ended with ${code}`)
  failed ||= code !== 0
}
const machine = { node: version, cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) }
console.log(`\n${JSON.stringify({ machine, rows })}`)
exit(failed ? 1 : 0)

/** @param {string} bench @param {string[]} args @returns {Promise<number>} */
function measure(bench, args) {
  return new Promise(done => {
    const child = spawn(execPath, args, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })
    lines.on('line', line => {
      if (!line.startsWith('{')) return console.error(line)
      const row = { bench, ...JSON.parse(line) }
      rows.push(row)
      const aim = row.aim === undefined ? '' : `  (aim: ${format(row.aim)})`
      console.log(`  ${row.what.padEnd(64)} ${format(row.value).padStart(12)} ${row.unit}${aim}`)
    })
    child.on('close', code => done(code ?? 1))
  })
}

/** @param {number} value */
function format(value) {
  return (value < 1000 ? Number(value.toPrecision(3)) : Math.round(value)).toLocaleString('en')
}
