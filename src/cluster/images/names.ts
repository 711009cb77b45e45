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
export const fullName = (text: string): string => kept(fullNames, text, writeFullName)

function writeFullName(text: string): string {
  const i = parseImage(text)
  if (typeof i === 'string') return text
  return `${i.host}/${i.repository}${i.digest && !text.includes(`:${i.tag}`) ? `@${i.digest}` : `:${i.tag}`}`
}

/** `docker.io/library/nginx@sha256:…`: made up from the name, the same everywhere. */
export const imageIdOf = (text: string): string => kept(imageIds, text, writeImageId)

function writeImageId(text: string): string {
  const i = parseImage(text)
  if (typeof i === 'string') return ''
  return `${i.host}/${i.repository}@${i.digest ?? `sha256:${hexOf(fullName(text))}`}`
}

/** Pods of one image share its names: these are asked for again and again. */
const fullNames = new Map<string, string>()
const imageIds = new Map<string, string>()

function kept(texts: Map<string, string>, text: string, write: (text: string) => string): string {
  const found = texts.get(text) ?? write(text)
  if (texts.size < MOST_KNOWN) texts.set(text, found)
  return found
}

/** 64 hexadecimal digits that stand for a text. */
export function hexOf(text: string): string {
  // Two independent hashes, stretched: what differs in 64 bits differs in the whole.
  let a = fnv1a(text)
  let b = fnv1a(`~${text}`)
  const words: number[] = []
  for (let i = 0; i < 4; i++) {
    a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) + i
    b = Math.imul(b ^ (b >>> 12), 0x297a2d39) + i
    words.push(a, b)
  }
  const codes: number[] = []
  for (const word of words) for (let shift = 28; shift >= 0; shift -= 4) codes.push(HEX.charCodeAt((word >>> shift) & 15))
  return String.fromCharCode(...codes)
}

const HEX = '0123456789abcdef'
