// YAML for the front door: version 1.1, as Kubernetes reads it (`y` is a boolean), written with sorted keys as it writes it.
import { parseDocument, stringify } from 'yaml'
import { asKubernetesReads, type Yaml } from '../apiserver/index.ts'

export const yaml: Yaml = {
  parse(text) {
    const document = parseDocument(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      prettyErrors: false,
      strict: true,
      customTags: asKubernetesReads,
    })
    const [error] = document.errors
    if (error) throw new Error(goWords(text, error))
    return document.toJS({ maxAliasCount: 100 })
  },
  stringify: value =>
    stringify(value, {
      version: '1.1',
      schema: 'yaml-1.1',
      sortMapEntries: true,
      lineWidth: 0,
      aliasDuplicateObjects: false,
      indentSeq: false,
    }),
}

/** The commonest mistakes in the words of Go's YAML; the others in the parser's own, with their line. */
function goWords(text: string, error: { code: string; message: string; pos: [number, number] }): string {
  const line = text.slice(0, error.pos[0]).split('\n').length
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || /Nested mappings/.test(error.message))
    return 'mapping values are not allowed in this context'
  if (error.code === 'TAB_AS_INDENT' || /[Tt]abs? /.test(error.message))
    return `line ${line}: found a tab character that violates indentation`
  return `line ${line}: ${error.message}`
}
