// Whatever has no behaviour of its own is a web server: it listens at once on its ports and on 80, answers everything but `/nosuch…` with its host name,
// and stops at once when it gets SIGTERM. `nginx:1.7.9`, `nginx:1.9.1`, `own/app:v3` … `httpd` serves the files of its document root instead.
import type { Behaviour, Program } from './behaviour.ts'
import type { ImageName } from './names.ts'

export const serves: Program = {
  listensAfterMs: 0,
  answer: ({ path, hostname }) => (path.startsWith('/nosuch') ? { status: 404 } : { status: 200, body: `${hostname}\n` }),
  exitCode: 0,
}

/** Curl is in the images of servers, not in those that are a small system and no more. */
const curl = (name: string, { base }: ImageName) =>
  name === 'curl' && base !== 'busybox' && base !== 'alpine' ? ('extra' as const) : undefined

/** Web servers keep an access log. */
const notes: Program['notes'] = ({ path }, status) => `"GET ${path} HTTP/1.1" ${status}`

export const webserver: Behaviour = { name: 'web server', is: () => true, program: { ...serves, notes }, command: curl }

const ROOT = '/usr/local/apache2/htdocs'

export const httpd: Behaviour = {
  name: 'httpd',
  is: i => i.base === 'httpd',
  files: { [`${ROOT}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n' },
  program: {
    ...serves,
    notes,
    answer: ({ path, file }) => {
      const plain = path.replace(/[?#].*/, '')
      const body = file(ROOT + plain) ?? file(`${ROOT}${plain.replace(/\/$/, '')}/index.html`)
      return body === undefined ? { status: 404 } : { status: 200, body }
    },
  },
  command: curl,
}
