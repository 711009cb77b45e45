import fc from 'fast-check'
import { afterAll, vi } from 'vitest'

// Property tests play the same histories every time, so that a red run is a change of ours; PODIUM_SEED=random (or a number) looks for new ones.
const wished = process.env.PODIUM_SEED ?? '20170330'
if (wished !== 'random') fc.configureGlobal({ seed: Number(wished) })

// Some modules fetch others ahead, as they do in the page: a file is over when those are there too.
afterAll(() => vi.dynamicImportSettled())
