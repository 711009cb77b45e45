// npm test: everything, in order, past failures, to one closing line "N passed, N failed". Each test counts as one, and so does each check
// that has no tests in it. A step that passes prints one line, a step that fails all it had to say.
//   npm test -- types unit     only these steps
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { argv, exit } from 'node:process'
import { cacheFolder, projectFolder } from './folders.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */
/** @typedef {{ name: string, what: string, command: string[], limitMinutes: number }} Plain */
/** @typedef {Plain & { count?: (report: any) => Count, env?: Record<string, string> }} Step */

const reports = join(cacheFolder, 'reports')
const unitReport = join(reports, 'unit.json')
const storiesReport = join(reports, 'stories.json')

/** @type {Step[]} */
const steps = [
  { name: 'browser', what: 'a Chromium to test in', command: ['node', 'scripts/ensure-browser.mjs'], limitMinutes: 25 },
  { name: 'lint', what: 'format and lint', command: ['biome', 'check', '--max-diagnostics=50', '.'], limitMinutes: 5 },
  { name: 'types', what: 'types', command: ['tsc', '-p', 'tsconfig.json'], limitMinutes: 5 },
  { name: 'pure', what: 'types without a browser, a clock or Node', command: ['tsc', '-p', 'tsconfig.pure.json'], limitMinutes: 5 },
  { name: 'dead', what: 'dead code and dependencies', command: ['knip'], limitMinutes: 5 },
  {
    name: 'unit',
    what: 'unit and property tests, import rules',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    limitMinutes: 30,
    count: countUnit,
  },
  { name: 'build', what: 'the built app', command: ['vite', 'build', '--logLevel=warn'], limitMinutes: 5 },
  { name: 'size', what: 'what the page fetches by itself', command: ['node', 'scripts/size.mjs'], limitMinutes: 1 },
  {
    name: 'stories',
    what: 'user stories in the browser',
    command: ['playwright', 'test'],
    limitMinutes: 45,
    count: countStories,
    env: { PODIUM_BUILT: '1', PODIUM_E2E_REPORT: storiesReport },
  },
]

const { FORCE_COLOR: _, ...environment } = process.env
const binaries = join(projectFolder, 'node_modules/.bin')

const wanted = argv.slice(2)
const unknown = wanted.filter(name => !steps.some(step => step.name === name))
if (unknown.length > 0) {
  console.error(`no step ${unknown.join(', ')}; there are ${steps.map(step => step.name).join(', ')}`)
  exit(2)
}

mkdirSync(reports, { recursive: true })
const total = { passed: 0, failed: 0, skipped: 0 }
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue
  const { passed, failed, skipped } = await take(step)
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
exit(total.failed > 0 ? 1 : 0)

/** @param {Step} step @returns {Promise<Count>} */
async function take(step) {
  const report = step.count === countUnit ? unitReport : storiesReport
  if (step.count) rmSync(report, { force: true })
  const beganMs = Date.now()
  const { code, output, late } = await run(step)
  const seconds = ((Date.now() - beganMs) / 1000).toFixed(1)
  const counted = step.count && existsSync(report) ? step.count(JSON.parse(readFileSync(report, 'utf8'))) : undefined
  const count = counted ?? { passed: step.count || code !== 0 ? 0 : 1, failed: code !== 0 ? 1 : 0, skipped: 0 }
  // The runner's exit code has the last word, and a runner that ran nothing has not passed.
  if (count.failed === 0 && (code !== 0 || count.passed === 0)) count.failed = 1
  if (count.failed > 0) console.log(output.trimEnd())
  const tally = step.count ? ` (${count.passed} passed, ${count.failed} failed)` : ''
  console.log(`${count.failed > 0 ? 'FAILED' : 'ok    '} ${step.name}: ${step.what}${tally}, ${seconds} s`)
  if (late) console.log(`       stopped: it took longer than ${step.limitMinutes} minutes`)
  return count
}

/** @param {Step} step @returns {Promise<{ code: number, output: string, late: boolean }>} */
function run({ command, limitMinutes, env: more }) {
  return new Promise(done => {
    const windows = process.platform === 'win32'
    // A group of its own, so that a step that takes too long goes with all that it started.
    const child = spawn(command[0] ?? '', command.slice(1), {
      cwd: projectFolder,
      env: { ...environment, NO_COLOR: '1', ...more, PATH: `${binaries}${delimiter}${environment.PATH}` },
      detached: !windows,
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let late = false
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text
      })
    }
    /** @param {NodeJS.Signals} signal */
    const end = signal => (windows || child.pid === undefined ? child.kill(signal) : process.kill(-child.pid, signal))
    const limit = setTimeout(() => {
      late = true
      end('SIGKILL')
    }, limitMinutes * 60_000)
    const interrupted = () => {
      end('SIGTERM')
      exit(130)
    }
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    child.on('error', error => {
      output += `${error.message}\n`
    })
    child.on('close', code => {
      clearTimeout(limit)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      done({ code: code ?? 1, output, late })
    })
  })
}

/** A file that cannot even be loaded has no tests in it; it counts as one that failed. @param {any} report @returns {Count} */
function countUnit(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

/** @param {any} report @returns {Count} */
function countStories({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped }
}
