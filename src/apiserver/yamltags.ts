// YAML 1.1 as Kubernetes' parser has it (sigs.k8s.io/yaml): what looks like a date is the text that was written, 1:30 is no number of seconds, bytes are the
// text that they spell, long numbers keep their digits, and there are no sets.
import type { ScalarTag, Tags } from 'yaml'
import { wholeNumber } from '../kube/index.ts'
import { fromBase64Url } from './base64.ts'

const yamlTag = (name: string) => `tag:yaml.org,2002:${name}`
const OTHERWISE = new Set(['binary', 'omap', 'pairs', 'set', 'timestamp'].map(yamlTag))
const binary: ScalarTag = {
  tag: yamlTag('binary'),
  resolve: (text, onError) => {
    const bytes = fromBase64Url(text.replace(/\s/g, '').replaceAll('+', '-').replaceAll('/', '_'))
    if (bytes === undefined) onError('!!binary value contains invalid base64 data')
    try {
      return decodeURIComponent((bytes ?? '').replace(/./gs, c => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`))
    } catch {
      onError('!!binary value is no text')
      return text
    }
  },
}
/** A dot alone is a path, not a number. */
const float: ScalarTag = {
  tag: yamlTag('float'),
  default: true,
  test: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*)(?:[eE][-+]?[0-9]+)?$/,
  resolve: text => Number.parseFloat(text.replaceAll('_', '')),
}
const octal: ScalarTag = {
  tag: yamlTag('int'),
  default: true,
  test: /^[-+]?0[oO][0-7_]+$/,
  resolve: text => integer(text),
}
/** So long that JavaScript might round it. */
const long: ScalarTag = {
  tag: yamlTag('int'),
  default: true,
  test: /^[-+]?(?:0[xX][0-9a-fA-F_]{13,}|0[oO]?[0-7_]{17,}|0[bB][01_]{53,}|[1-9][0-9_]{15,})$/,
  resolve: text => integer(text),
}

/** `0x1F`, `0o17`, `017`, `0b11`, `1_000`, each with its sign. */
function integer(text: string): number | bigint {
  const digits = text
    .replace(/[-+_]/g, '')
    .toLowerCase()
    .replace(/^0(?=\d)/, '0o')
  return wholeNumber(String(BigInt(digits) * (text.startsWith('-') ? -1n : 1n)))
}

const takesDot = (t: object) => 'test' in t && t.test instanceof RegExp && t.test.test('.')

export const asKubernetesReads = (tags: Tags): Tags => [
  long,
  ...tags.filter(t => typeof t === 'string' || (!OTHERWISE.has(t.tag) && !('format' in t && t.format === 'TIME') && !takesDot(t))),
  binary,
  octal,
  float,
]

/** What has to be written in quotes: also what looks like a date, but not a dot. */
export const asKubernetesWrites = (tags: Tags): Tags => [...tags.filter(t => typeof t === 'string' || !takesDot(t)), float]
