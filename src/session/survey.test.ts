// What nobody has written is refused before anybody reads it; what people have may be as large as it is.
import { describe, expect, it } from 'vitest'
import { readManifest } from './manifest.ts'
import { survey } from './survey.ts'

const nearly = (word: string) => word.repeat(Math.floor(((1 << 20) - 100) / word.length))

describe('a megabyte written against a parser', () => {
  it.each([
    ['quotes', '"', 'manifest.tooManyFields'],
    ['anchors', '&a ', 'manifest.aliases'],
    ['aliases', '*a ', 'manifest.aliases'],
    ['tags', '!a ', 'manifest.tooManyFields'],
    ['pairs', 'a: b\n', 'manifest.tooManyLines'],
    ['colons', ': ', 'manifest.tooManyFields'],
    ['brackets', '[', 'manifest.tooDeep'],
    ['template braces', '{{ ', 'manifest.tooDeep'],
    ['dashes', '- ', 'manifest.tooManyFields'],
    ['question marks', '? ', 'manifest.tooManyFields'],
    ['empty lines', '\n', 'manifest.tooManyLines'],
    ['documents of many words', `---\nkind: List\na: [${'b,'.repeat(9000)}]\n`, 'manifest.tooManyWords'],
  ])('of nothing but %s is not read', (_, word, message) => expect(survey(nearly(word))).toMatchObject({ message }))
})

describe('what people write', () => {
  const container = (n: number) => `      - name: c${n}
        image: nginx:1.25
        env:
        - name: VARIABLE_${n}
          value: "some value"
        resources:
          requests: {cpu: 10m, memory: 16Mi}
`
  const deployment = (i: number) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${i}
  labels: {app: web-${i}, tier: front}
spec:
  replicas: 0
  selector:
    matchLabels: {app: web-${i}}
  template:
    metadata:
      labels: {app: web-${i}}
    spec:
      containers:
${Array.from({ length: 7 }, (_, n) => container(n)).join('')}`
  const many = Array.from({ length: 500 }, (_, i) => deployment(i))
  const indented = many.map(d => `- ${d.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')

  it.each([
    ['500 Deployments', many.join('---\n')],
    ['the same as one List', `apiVersion: v1\nkind: List\nitems:\n${indented}`],
    [
      'a ConfigMap with a file of 30,000 lines',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  f: |\n${'    some line of it\n'.repeat(30_000)}`,
    ],
  ])('is read: %s', (_, text) => {
    expect(text.length).toBeGreaterThan(500_000)
    expect(text.length).toBeLessThan(1 << 20)
    const { objects, errors } = readManifest(text)
    expect(errors).toEqual([])
    expect(objects.length).toBeGreaterThan(0)
  })
})
