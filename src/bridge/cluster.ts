// The command `npm run cluster`: a cluster without a page, for a real kubectl and for programs. Prints one line with its URL when it accepts requests
// and ends on SIGTERM.
import { readFileSync } from 'node:fs'
import { argv, exit, stderr, stdout } from 'node:process'
import { createCluster } from '../cluster/index.ts'
import { BadArgument, readArguments, USAGE } from './arguments.ts'
import { serve } from './serve.ts'

const complain = (message: string) => void stderr.write(`cluster: ${message}\n`)

async function main(words: readonly string[]): Promise<void> {
  const { port, nodes, seed, speed, paused, timestamps, profile, load } = readArguments(words)
  const engine = createCluster({ seed, nodes, profile })
  const serving = await serve(engine, {
    port,
    seed,
    speed,
    paused,
    timestamps,
    ...(load !== undefined && { load: readFileSync(load, 'utf8') }),
    complain,
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      serving.close()
      exit(0)
    })
  stdout.write(`${serving.url}\n`)
}

try {
  await main(argv.slice(2))
} catch (e) {
  complain(e instanceof Error ? e.message : String(e))
  if (e instanceof BadArgument) stderr.write(`${USAGE}\n`)
  exit(e instanceof BadArgument ? 2 : 1)
}
