// The manuscript: which lines are lit, what survives; and the samples, which must all be accepted by the cluster that they are samples for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSession, localHost, syntaxErrors } from '../../session/index.ts'
import { loadRest, say } from '../words/index.ts'
import { changedLines, Manuscript } from './document.ts'
import { errorText } from './errors.ts'

describe('lines that are lit', () => {
  it.each([
    ['one changed', 'a\nb\nc', 'a\nx\nc', [2]],
    ['added at the end', 'a\nb', 'a\nb\nc', [3]],
    ['added at the beginning', 'a\nb', 'x\na\nb', [1]],
    ['two apart', 'a\nb\nc\nd\ne', 'x\nb\nc\nd\ny', [1, 5]],
    ['taken away', 'a\nb\nc', 'a\nc', []],
    ['moved', 'a\nb\nc', 'c\na\nb', []],
    ['comments and empty lines', 'a', 'a\n\n# b\n', []],
    ['nothing', 'a\nb', 'a\nb', []],
  ])('%s', (_, before, now, lines) => expect(changedLines(before, now)).toEqual(lines))
})

const ready = async () => {
  const session = createSession(localHost(), false)
  await session.begin()
  session.getState().pause()
  return session
}

describe('the manuscript', () => {
  const folder = join(import.meta.dirname, 'samples')
  const samples = readdirSync(folder).filter(f => f.endsWith('.yaml'))

  it.each(samples)('sample %s is accepted, and its lines fit the panel', async file => {
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text.split('\n').filter(l => l.length > 44)).toEqual([])
    const manuscript = new Manuscript(await ready(), text)
    const applied = await manuscript.apply()
    expect(applied?.errors).toEqual([])
    expect(applied?.unknown).toEqual([])
    expect(applied?.done.length).toBeGreaterThan(0)
  })
  it('has looked at all samples', () => expect(samples.length).toBeGreaterThan(5))
  it('lights what an accepted application changed', async () => {
    const text = readFileSync(join(folder, 'talk.yaml'), 'utf8')
    const manuscript = new Manuscript(await ready(), text)
    await manuscript.apply()
    manuscript.write(text.replace('image: nginx:1.7.9', 'image: nginx:1.9.1'))
    await manuscript.apply()
    const line = text.split('\n').findIndex(l => l.includes('image:')) + 1
    expect(manuscript.draft().changed?.lines).toEqual([line])
  })
  it('keeps what was accepted when something is refused, and forgets the errors with the text that had them', async () => {
    const manuscript = new Manuscript(
      await ready(),
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: A_B\nspec:\n  ports:\n  - port: 80\n',
    )
    const applied = await manuscript.apply()
    expect(applied?.errors[0]).toMatchObject({ line: 4 })
    expect(manuscript.draft().changed).toBeUndefined()
    manuscript.write('x: 1')
    expect(manuscript.draft().outcome).toBeUndefined()
  })
  it.each(['', ' \n\t', '\n\n', '# only a comment\n', '---\n---\n'])('says that there is nothing in %j', async text => {
    const manuscript = new Manuscript(await ready(), 'a: 1')
    manuscript.write(text)
    expect((await manuscript.apply())?.errors).toEqual([{ line: 1, column: 1, message: 'no objects passed to apply' }])
    expect(manuscript.draft().busy).toBe(false)
  })
  it('shows of a parser’s endless message its beginning and its end', async () => {
    const endless = `a: ${'!'.repeat(5_000)} b\n`
    const applied = await new Manuscript(await ready(), endless).apply()
    for (const errors of [applied?.errors ?? [], await syntaxErrors(endless)]) {
      expect(errors.length).toBeGreaterThan(0)
      for (const { message } of errors) expect(message.length).toBeLessThan(600)
    }
  })
  it('does not read a file that is too large', async () => {
    const manuscript = new Manuscript(await ready(), 'a: 1')
    expect(await manuscript.take(new File(['x'.repeat((1 << 20) + 1)], 'big.yaml'))).toBe('manifest.tooLarge')
    expect(manuscript.draft().text).toBe('a: 1')
    expect(await manuscript.take(new File(['b: 2\r\n'], 'small.yaml'))).toBeUndefined()
    expect(manuscript.draft().text).toBe('b: 2\n')
  })
})

describe('syntax, while it is written', () => {
  it('is told at its line', async () => {
    expect(await syntaxErrors('a: 1\nb: [1, 2\nc: 3\n')).toMatchObject([{ line: 3 }])
    expect(await syntaxErrors('a: 1\n---\nb: 2\n')).toEqual([])
  })
})

describe('files that are dropped', () => {
  const taken = async (...files: BlobPart[]) => {
    const manuscript = new Manuscript(await ready(), 'a: 1')
    return { code: await manuscript.take(...files.map(f => new Blob([f]))), text: manuscript.draft().text }
  }
  it('are one text of several documents', async () => {
    expect(await taken('a: b', 'c: d\r\n')).toEqual({ code: undefined, text: 'a: b\n---\nc: d\n' })
  })
  it('may be UTF-16, as some shells write it', async () => {
    expect((await taken(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x3a, 0, 0x20, 0, 0x62, 0))).text).toBe('a: b')
    expect((await taken(Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0x3a))).text).toBe('a:')
  })
  it('are none of them taken when one is no text, or cannot be read as a folder cannot', async () => {
    const refused = { code: 'manifest.notText', text: 'a: 1' }
    expect(await taken('a: b', Uint8Array.of(0x6e, 0xe9, 0x65))).toEqual(refused)
    expect(await taken(Uint8Array.of(0x61, 0, 0x62))).toEqual(refused)
    const manuscript = new Manuscript(await ready(), 'a: 1')
    const folder = Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('a folder', 'NotFoundError')) })
    expect(await manuscript.take(folder)).toBe('manifest.notText')
    expect((await taken('x'.repeat(1 << 19), 'x'.repeat((1 << 19) + 1))).code).toBe('manifest.tooLarge')
  })
})

describe('an error', () => {
  it('says after Kubernetes’ words what to write instead, where that is known', async () => {
    await loadRest()
    const place = { line: 1, column: 1 }
    const words = 'no matches for kind "Deployment" in version "extensions/v1beta1"'
    const instead = { apiVersion: 'apps/v1', kind: 'Deployment' }
    expect(errorText({ ...place, message: words, instead }, say)).toBe(`${words}. Write kind: Deployment and apiVersion: apps/v1.`)
    expect(errorText({ ...place, message: words }, say)).toBe(words)
    expect(errorText({ ...place, message: 'manifest.notAnObject' }, say)).toBe('This document is not an object.')
  })
})
