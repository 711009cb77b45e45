// What the YAML parser has against a text, while it is being written. Only syntax: what Kubernetes thinks of it is asked when it is applied.
const MOST_CHARS = 1 << 20

export async function syntaxErrors(text: string): Promise<{ line: number; column: number; message: string }[]> {
  if (text.length > MOST_CHARS) return []
  const { LineCounter, parseAllDocuments } = await import('yaml')
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, version: '1.1', merge: true, prettyErrors: false })
  if (!Array.isArray(documents)) return []
  return documents.flatMap(d =>
    d.errors.map(e => {
      const { line, col } = lines.linePos(e.pos[0])
      return { line, column: col, message: e.message }
    }),
  )
}
