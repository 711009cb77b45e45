// Whatever has no behaviour of its own is a web server: it listens at once on its ports and on 80, answers everything but `/nosuch…`, and stops at
// once when it gets SIGTERM. `nginx:1.7.9`, `nginx:1.9.1`, `own/app:v3` …
import type { Behaviour, Program } from './behaviour.ts'

export const serves: Program = {
  listensAfterMs: 0,
  answer: path => (path.startsWith('/nosuch') ? 404 : 200),
  exitCode: 0,
}

export const webserver: Behaviour = { name: 'web server', is: () => true, program: serves }
