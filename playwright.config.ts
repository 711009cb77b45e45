// How the user stories run: in a real Chromium, against the built app as npm start serves it, two at a time, and never twice.
import { createServer } from 'node:net'
import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './scripts/browser.mjs'

// Any free port, so that two runs on one machine do not meet. Workers load this file too and find it in the environment.
process.env.PODIUM_E2E_PORT ??= String(await freePort())
const url = `http://localhost:${process.env.PODIUM_E2E_PORT}/podium/`

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.story.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: process.env.PODIUM_E2E_REPORT ?? 'test-results/report.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: url,
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
  },
  webServer: {
    // From a sub-path: what works here works on any static host.
    command: `node scripts/start.mjs --port ${process.env.PODIUM_E2E_PORT} --base /podium/${process.env.PODIUM_BUILT ? ' --no-build' : ''}`,
    url,
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 2000 },
  },
})

function freePort() {
  return new Promise<number>((found, failed) => {
    const probe = createServer().once('error', failed)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
