// Names of images: `nginx`, `nginx:1.25`, `registry.example/team/app:v1`, `…@sha256:…`; what is left out and what is no name. Upstream:
// github.com/distribution/reference; pkg/util/parsers.
import { fnv1a } from '../../kube/index.ts'

export interface ImageName {
  /** `docker.io` unless said. */
  readonly host: string
  /** `library/nginx` */
  readonly repository: string
  /** The last part of the repository: `nginx`. */
  readonly base: string
  /** `latest` unless said. */
  readonly tag: string
  readonly digest?: string
  /** As it was written. */
  readonly text: string
}

const REFERENCE =
  /^(?:((?:[a-zA-Z0-9-]+\.)[a-zA-Z0-9.-]*(?::\d+)?|localhost(?::\d+)?|[a-zA-Z0-9-]+:\d+)\/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/
const known = new Map<string, ImageName | string>()
const MOST_KNOWN = 10_000

/** The name, or the words that say why it is none. */
export function parseImage(text: string): ImageName | string {
  let found = known.get(text)
  if (found === undefined) {
    found = parse(text)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, found)
  }
  return found
}

function parse(text: string): ImageName | string {
  const m = REFERENCE.exec(text)
  if (!m) {
    const upper = text.split('/').find(part => /[A-Z]/.test(part.replace(/:.*/, '')) && part !== text.split('/')[0])
    const name = upper?.replace(/:.*/, '') ?? (/[A-Z]/.test(text.replace(/:.*/, '')) ? text.replace(/:.*/, '') : undefined)
    return `invalid reference format${name ? `: repository name (${name}) must be lowercase` : ''}`
  }
  const [, host, path = '', tag, digest] = m
  const repository = host || path.includes('/') ? path : `library/${path}`
  const base = path.slice(path.lastIndexOf('/') + 1)
  return { host: host ?? 'docker.io', repository, base, tag: tag ?? 'latest', text, ...(digest && { digest }) }
}

/** `docker.io/library/nginx:1.25`. A name that is none stays as it is. */
export function fullName(text: string): string {
  const i = parseImage(text)
  if (typeof i === 'string') return text
  return `${i.host}/${i.repository}${i.digest && !text.includes(`:${i.tag}`) ? `@${i.digest}` : `:${i.tag}`}`
}

/** `docker.io/library/nginx@sha256:…`: made up from the name, the same everywhere. */
export function imageIdOf(text: string): string {
  const i = parseImage(text)
  if (typeof i === 'string') return ''
  return `${i.host}/${i.repository}@${i.digest ?? `sha256:${digestOf(fullName(text))}`}`
}

const digests = new Map<string, string>()

function digestOf(text: string): string {
  const found = digests.get(text) ?? hexOf(text)
  if (digests.size < MOST_KNOWN) digests.set(text, found)
  return found
}

/** 64 hexadecimal digits that stand for a text. */
export function hexOf(text: string): string {
  // Two independent hashes, stretched: what differs in 64 bits differs in the whole.
  let a = fnv1a(text)
  let b = fnv1a(`~${text}`)
  let hex = ''
  for (let i = 0; i < 4; i++) {
    a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) + i
    b = Math.imul(b ^ (b >>> 12), 0x297a2d39) + i
    hex += (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
  }
  return hex
}
