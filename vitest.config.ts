// How the unit and property tests run: in Node, without the page's plugins. What belongs to the page as a whole is told in e2e.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['vitest.setup.ts'],
    allowOnly: false,
    // One worker for every core: by itself Vitest leaves one free, which on two cores means that files wait for one another.
    maxWorkers: '100%',
    // A property test on a busy machine is slow, not wrong; a test that never ends is both.
    testTimeout: 60_000,
  },
})
