// Property tests play the same histories every time, so that a red run is a change of ours; PODIUM_SEED=random (or a number) looks for new ones.
import fc from 'fast-check'

const wished = process.env.PODIUM_SEED ?? '20170330'
if (wished !== 'random') fc.configureGlobal({ seed: Number(wished) })
