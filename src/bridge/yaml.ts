// YAML for the front door: version 1.1, as Kubernetes reads it (`y` is a boolean), written with sorted keys as it writes it.
import { type Document, isScalar, parseAllDocuments, stringify, visit } from 'yaml'
import { asKubernetesReads, asKubernetesWrites, type Yaml } from '../apiserver/index.ts'

export const yaml: Yaml = {
  parse(text) {
    const [document] = parseAllDocuments(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      prettyErrors: false,
      strict: true,
      uniqueKeys: false,
      customTags: asKubernetesReads,
    })
    if (!document) return { value: null, complaints: [] }
    const [error] = document.errors
    if (error) throw new Error(goWords(text, error))
    return { value: document.toJS({ maxAliasCount: 100 }), complaints: keysTwice(text, document) }
  },
  stringify: value =>
    stringify(value, {
      version: '1.1',
      schema: 'yaml-1.1',
      customTags: asKubernetesWrites,
      sortMapEntries: true,
      lineWidth: 0,
      aliasDuplicateObjects: false,
      indentSeq: false,
    }),
}

/** Keys that stood in their map before, in the words of Go's YAML. */
function keysTwice(text: string, document: Document): string[] {
  const found: { at: number; key: unknown }[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) found.push({ at: key.range?.[0] ?? 0, key: key.value })
        seen.add(key.value)
      }
    },
  })
  return found.sort((a, b) => a.at - b.at).map(({ at, key }) => `line ${lineOf(text, at)}: key ${JSON.stringify(key)} already set in map`)
}

const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** The commonest mistakes in the words of Go's YAML; the others in the parser's own, with their line. */
function goWords(text: string, error: { code: string; message: string; pos: [number, number] }): string {
  const line = lineOf(text, error.pos[0])
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || /Nested mappings/.test(error.message))
    return 'mapping values are not allowed in this context'
  if (error.code === 'TAB_AS_INDENT' || /[Tt]abs? /.test(error.message))
    return `line ${line}: found a tab character that violates indentation`
  return `line ${line}: ${error.message}`
}
