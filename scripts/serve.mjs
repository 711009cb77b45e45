// A static file server for the built app, as plain as any host it may end up on: files, content types, the Content-Security-Policy, and
// nothing more. It answers only this machine. A base other than '/' shows that the app also works from a sub-path.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, resolve, sep } from 'node:path'
import { contentSecurityPolicy } from './csp.mjs'

/** @type {Record<string, string>} */
const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.yaml': 'application/yaml; charset=utf-8',
}

/**
 * @param {string} folder
 * @param {{ port?: number, base?: string }} [options] port 0 (the default) takes any free one
 */
export async function serve(folder, { port = 0, base = '/' } = {}) {
  const root = resolve(folder)
  const server = createServer(async (request, response) => {
    /** @param {number} status @param {string} text */
    const refuse = (status, text) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET and HEAD')
    const path = pathWithin(request.url ?? '/', base)
    const file = path === undefined ? undefined : resolve(root, path || 'index.html')
    if (!file?.startsWith(root + sep)) return refuse(404, 'not found')
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) return refuse(404, 'not found')
    response.writeHead(200, {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-length': found.size,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // Names in assets/ carry a hash of their content; everything else may change with the next build.
      'cache-control': path?.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.method === 'HEAD') return response.end()
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
  })
  await new Promise((listening, failed) => {
    server.once('error', failed)
    server.listen({ port, host: 'localhost' }, () => listening(undefined))
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://localhost:${bound}${base}`,
    close: () =>
      new Promise(closed => {
        server.close(closed)
        server.closeAllConnections()
      }),
  }
}

/** @param {string} url @param {string} base */
function pathWithin(url, base) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    return path.startsWith(base) && !path.includes('\0') ? path.slice(base.length) : undefined
  } catch {
    return undefined
  }
}
