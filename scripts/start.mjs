// npm start: builds the app and serves it on this machine; when it can be opened, prints its address as one line.
//   --port N     that port or none (otherwise 4173, or the next free one)
//   --base /x/   serve from a sub-path
//   --no-build   serve the build that is there
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { endWithNpm } from './end-with-npm.mjs'
import { distFolder } from './folders.mjs'
import { serve } from './serve.mjs'

const { values } = parseArgs({
  options: { port: { type: 'string' }, base: { type: 'string', default: '/' }, 'no-build': { type: 'boolean', default: false } },
})

if (!values['no-build']) await build({ logLevel: 'warn' })

const base = `/${values.base}/`.replaceAll(/\/+/g, '/')
const server = await open(values.port === undefined ? undefined : Number(values.port))
console.log(server.url)
endWithNpm()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))

/** @param {number | undefined} wanted */
async function open(wanted) {
  if (wanted !== undefined) return serve(distFolder, { port: wanted, base })
  for (let port = 4173; port < 4273; port++) {
    try {
      return await serve(distFolder, { port, base })
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE') throw error
    }
  }
  return serve(distFolder, { base })
}
