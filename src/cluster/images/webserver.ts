// Whatever has no behaviour of its own is a web server: it listens at once on its ports and on 80, answers everything but `/nosuch…` with its host name,
// and stops at once when it gets SIGTERM. `nginx:1.7.9`, `nginx:1.9.1`, `own/app:v3` … `httpd` serves the files of its document root instead.
import type { Behaviour, Program } from './behaviour.ts'

export const serves: Program = {
  listensAfterMs: 0,
  answer: ({ path, hostname }) => (path.startsWith('/nosuch') ? { status: 404 } : { status: 200, body: `${hostname}\n` }),
  exitCode: 0,
}

const curl = (name: string) => (name === 'curl' ? ('extra' as const) : undefined)

export const webserver: Behaviour = { name: 'web server', is: () => true, program: serves, command: curl }

const ROOT = '/usr/local/apache2/htdocs'

export const httpd: Behaviour = {
  name: 'httpd',
  is: i => i.base === 'httpd',
  files: { [`${ROOT}/index.html`]: '<html><body><h1>It works!</h1></body></html>\n' },
  program: {
    ...serves,
    answer: ({ path, file }) => {
      const plain = path.replace(/[?#].*/, '')
      const body = file(ROOT + plain) ?? file(`${ROOT}${plain.replace(/\/$/, '')}/index.html`)
      return body === undefined ? { status: 404 } : { status: 200, body }
    },
  },
  command: curl,
}
