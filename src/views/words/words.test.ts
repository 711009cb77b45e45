// Both languages say the same things: every key in both, the same placeholders, plural forms where English has them, and every code that the cluster tells has its
// sentence. The scanner of sources is tried on a planted sin.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from './en/index.ts'
import { chooseLanguage, loadRest, readable, say } from './index.ts'
import type { Words as Speaking } from './speak.ts'
import { zh } from './zh/index.ts'

type Words = Readonly<Record<string, string>>
const english: Words = en
const chinese: Words = zh as Words
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(m => m[1] as string))].sort()

describe('the catalogues', () => {
  it('have the same keys, but for the singular forms that Chinese does not need', () => {
    const needed = Object.keys(english).filter(k => !k.endsWith('_one'))
    expect(needed.filter(k => !(k in chinese))).toEqual([])
    expect(Object.keys(chinese).filter(k => !(k in english))).toEqual([])
    expect(needed.length).toBeGreaterThan(300)
  })

  it('ask for the same numbers and names', () => {
    // A plural form may leave the number out: "one thing more".
    const differing = Object.keys(chinese).filter(
      k => placeholders(english[k] as string).join() !== placeholders(chinese[k] as string).join() && !k.endsWith('_one'),
    )
    expect(differing).toEqual([])
  })

  it('leave nothing empty', () => {
    expect([...Object.entries(english), ...Object.entries(chinese)].filter(([, v]) => !v.trim())).toEqual([])
  })

  it('have for every plural its other form', () => {
    const lonely = Object.keys(english).filter(
      k => k.endsWith('_one') && !(k.replace('_one', '_other') in english) && !(k.replace('_one', '') in english),
    )
    expect(lonely).toEqual([])
  })

  it('keep Kubernetes’ own words as Kubernetes prints them', () => {
    for (const word of ['Deployment', 'ReplicaSet', 'Service', 'kubelet', 'ErrImagePull', 'CrashLoopBackOff', 'Unknown']) {
      const keys = Object.keys(chinese).filter(k => new RegExp(`\\b${word}\\b`).test(english[k] as string) && !k.startsWith('stage.'))
      expect(
        keys.filter(k => !(chinese[k] as string).includes(word)),
        word,
      ).toEqual([])
    }
  })
})

describe('say', () => {
  beforeAll(() => Promise.all([loadRest(), chooseLanguage('en')]))

  it('puts numbers and names into a sentence', () => {
    expect(say('act.scale', { kind: 'Deployment', name: 'web', replicas: 5 })).toBe('You scaled Deployment web to 5')
  })
  it('takes the short form where there is one', () => {
    expect(say('act.scale', { replicas: 5 }, 'short')).toBe('scale to 5')
    expect(say('deployment.complete', { replicas: 3, available: 3 }, 'short')).toBe('3 wanted, 3 available')
  })
  it('finds a short form that has a plural', () => {
    expect(say('act.apply', { what: 'Deployment web', count: 1 }, 'short')).toBe('apply Deployment web')
    expect(say('act.apply', { what: 'Deployment web', count: 3 }, 'short')).toBe('apply 3 objects')
  })
  it('calls a pod by the end of its name, and nothing else', () => {
    expect(say('scheduler.bound', { pod: 'nginx-5d8c7b6f4-f8q3s', node: 'node-1', fit: 2, of: 3 })).toMatch(/^f8q3s: node-1/)
    expect(say('tainteviction.cancelled', { pod: 'zk-0' })).toBe('zk-0 may stay')
    expect(say('act.delete', { kind: 'Pod', name: 'nginx-5d8c7b6f4-f8q3s' })).toBe('You deleted Pod f8q3s')
    expect(say('act.delete', { kind: 'ReplicaSet', name: 'x-nginx-5d8c7b6f4-f8q3s' })).toBe(
      'You deleted ReplicaSet x-nginx-5d8c7b6f4-f8q3s',
    )
  })
  it('makes a readable sentence of a code that nobody knows', () => {
    expect(say('volumebinder.boundTheDisk', { disk: 'datadir-zk-0' })).toBe('volumebinder: bound the disk (disk datadir-zk-0)')
    expect(readable('x')).toBe('x')
  })
  it('does not run what is in a name', () => {
    expect(say('act.cordon', { name: '$t(act.force) {{name}}' })).toBe('You cordoned $t(act.force) {{name}}')
  })
  it('puts in what looks like a pattern or an escaped letter as it is', () => {
    expect(say('act.cordon', { name: '$1 # \\u0041' })).toBe('You cordoned $1 # \\u0041')
  })
  it('leaves out what is not given', () => {
    expect(say('act.cordon')).toBe('You cordoned ')
  })
  it('knows no sentence by a word that every object has', () => {
    expect(say('constructor')).toBe('constructor')
  })
  it('speaks Chinese when it is asked to, and English again', async () => {
    await chooseLanguage('zh')
    expect(say('act.cordon', { name: 'node-1' })).toBe('你隔离了 node-1')
    expect(say('events.more', { count: 1 })).toBe('另有 1 件事')
    await chooseLanguage('en')
    expect(say('events.more', { count: 1 })).toBe('and one thing more')
  })
})

describe('the compiler', () => {
  const t: Speaking = (key, ..._) => key
  it('refuses a key that no catalogue has, and a sentence without its names', () => {
    // @ts-expect-error there is no such sentence
    t('app.nothing')
    // @ts-expect-error it wants `count` and `seed`
    t('app.cluster')
    // @ts-expect-error it wants `seed` too
    t('app.cluster', { count: 3 })
    expect([t('app.title'), t('app.cluster', { count: 3, seed: 7 })]).toHaveLength(2)
  })
})

describe('every code that the cluster tells', () => {
  const cluster = join(import.meta.dirname, '../../cluster')
  const sources = readdirSync(cluster, { recursive: true, encoding: 'utf8' }).filter(
    f => f.endsWith('.ts') && !/test|bench|testing\//.test(f),
  )
  const told = codesIn(sources.map(f => readFileSync(join(cluster, f), 'utf8')).join('\n'))

  it('is found in the sources', () => {
    expect(sources.length).toBeGreaterThan(30)
    expect(told.length).toBeGreaterThan(20)
    expect(codesIn(`world.tell('x', key, 'sinner.planted', {})\ncaption: { code: 'sinner.second' }`)).toEqual([
      'sinner.planted',
      'sinner.second',
    ])
  })
  it('has its sentence', () => {
    expect(told.filter(code => !(code in english))).toEqual([])
  })
})

describe('captions on cards with one line', () => {
  /// As many signs as fit on the narrowest card, with a name of usual length for each placeholder; Chinese signs are twice as wide.
  const MOST = 30
  const COMPARING = /^(deployment|replicaset|statefulset|daemonset|job|cronjob|disruption|horizontalpodautoscaler)\.\w+$/
  const filled = (text: string) =>
    text.replaceAll(/\{\{(pod|claim|job|budget|node|target|reason)\}\}/g, 'name-0').replaceAll(/\{\{\w+\}\}/g, '10')
  const widthOf = (text: string) => [...filled(text)].reduce((w, c) => w + ((c.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1), 0)
  it.each([
    ['en', english],
    ['zh', chinese],
  ])('are short in %s', (_, words) => {
    const codes = Object.keys(words).filter(k => COMPARING.test(k))
    expect(codes.length).toBeGreaterThan(60)
    const shown = codes.map(k => words[`${k}.short`] ?? (words[k] as string))
    expect(shown.filter(text => widthOf(text) > MOST)).toEqual([])
  })
})

/// Codes that are told as they stand: in `tell(by, subject, 'code'` and `code: 'code'`. Those that are put together from a chart's state are in the charts' tests.
function codesIn(source: string): string[] {
  const told = [...source.matchAll(/\.tell\(\s*[^;]*?,\s*'([a-z]+\.\w+)'/g), ...source.matchAll(/\bcode: '([a-z]+\.\w+)'/g)]
  return [...new Set(told.map(m => m[1] as string))].sort()
}
