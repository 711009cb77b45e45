// Makes sure that there is a Chromium for the stories: proves each candidate by starting it, else installs Playwright's own (not for ever:
// a firewall that swallows packets must not hang the tests), else Debian's where we may, else says what to do. Prints the browser's path
// and version.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { candidates, launchOptions, remember } from './browser.mjs'
import { projectFolder } from './folders.mjs'

/** @type {string[]} */
const failures = []
/** @type {Set<string>} */
const tried = new Set()

if (!(await prove()) && !(await installPlaywrights()) && !(await installDebians())) {
  console.error(`No Chromium could be started.\n${failures.map(failure => `  ${failure}\n`).join('')}
One of these helps:
  npx playwright install --with-deps chromium
  sudo apt-get install chromium
  PW_CHROMIUM=/path/to/chrome npm test`)
  process.exit(1)
}

async function prove() {
  for (const path of candidates()) {
    if (tried.has(path)) continue
    tried.add(path)
    try {
      const browser = await chromium.launch({ ...launchOptions(path), timeout: 30_000 })
      const page = await browser.newPage()
      const two = await page.evaluate('1 + 1')
      console.log(`${path} ${browser.version()}`)
      await browser.close()
      if (two !== 2) throw new Error('it cannot add')
      remember(path)
      return true
    } catch (error) {
      failures.push(`${path}: ${String(error).split('\n', 1)[0]}`)
    }
  }
  return false
}

async function installPlaywrights() {
  if (process.env.PW_CHROMIUM || process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD) return false
  const cli = join(createRequire(import.meta.url).resolve('@playwright/test/package.json'), '..', 'cli.js')
  return run(300_000, process.execPath, cli, 'install', 'chromium') && prove()
}

async function installDebians() {
  if (process.env.PW_CHROMIUM || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  return run(300_000, 'apt-get', 'update') && run(900_000, 'apt-get', 'install', '-y', '--no-install-recommends', 'chromium') && prove()
}

/** @param {number} limitMs @param {string} command @param {string[]} args */
function run(limitMs, command, ...args) {
  console.log(`${[command, ...args].join(' ')}`)
  const done = spawnSync(command, args, { cwd: projectFolder, timeout: limitMs, killSignal: 'SIGKILL', encoding: 'utf8' })
  if (done.status === 0) return true
  const said = `${done.error ?? ''}\n${done.stderr}\n${done.stdout}`.split('\n').filter(line => line.trim())
  failures.push(`${command} … ${args.at(-1)}: ${said.find(line => /error|^E:/i.test(line)) ?? said.at(-1) ?? done.signal}`)
  return false
}
