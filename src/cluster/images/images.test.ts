import { describe, expect, it } from 'vitest'
import { behaviourOf, fullName, type ImageName, imageIdOf, parseImage, programOf } from './index.ts'

const parsed = (text: string) => parseImage(text) as ImageName

describe('names of images', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.25', 'docker.io/library/nginx:1.25'],
    ['own/app:v1', 'docker.io/own/app:v1'],
    ['registry.k8s.io/nginx-slim:0.8', 'registry.k8s.io/nginx-slim:0.8'],
    ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
    ['invalid.example/x:1', 'invalid.example/x:1'],
    [`nginx@sha256:${'a'.repeat(64)}`, `docker.io/library/nginx@sha256:${'a'.repeat(64)}`],
  ])('%s is %s', (text, full) => expect(fullName(text)).toBe(full))

  it('that are none say why', () => {
    expect(parseImage('Own/Zz:::z')).toBe('invalid reference format: repository name (Zz) must be lowercase')
    expect(parseImage('a b')).toBe('invalid reference format')
    expect(parseImage('')).toBe('invalid reference format')
  })

  it('have ids that are the same everywhere and differ from each other', () => {
    expect(imageIdOf('nginx:1.25')).toBe(imageIdOf('docker.io/library/nginx:1.25'))
    expect(imageIdOf('nginx:1.25')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/)
    expect(imageIdOf('nginx:1.25')).not.toBe(imageIdOf('nginx:1.26'))
  })
})

describe('behaviours', () => {
  it.each([
    ['nosuch/x', 'unpullable'],
    ['invalid.example/x:1', 'unpullable'],
    ['nginx:broken', 'unpullable'],
    ['webserver:404', 'unpullable'],
    ['web:crash', 'crash'],
    ['web:v2-crash', 'crash'],
    ['web:slow', 'slow'],
    ['web:unready', 'unready'],
    ['web:flaky', 'flaky'],
    ['httpd:2.4', 'httpd'],
    ['registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10', 'ZooKeeper'],
    ['gcr.io/google_samples/k8szk:v2', 'ZooKeeper'],
    ['zookeeper', 'ZooKeeper'],
    ['bitnami/zookeeper:3.9', 'ZooKeeper'],
    ['own/zk:1', 'ZooKeeper'],
    ['zookeeper:3-crash', 'crash'],
    ['zookeeper-exporter', 'web server'],
    ['hawkzki:1', 'web server'],
    ['mysql:8.4', 'MySQL'],
    ['mariadb', 'MySQL'],
    ['percona/percona-server:8', 'MySQL'],
    ['mysqld-exporter', 'web server'],
    ['mongo:8.0', 'MongoDB'],
    ['mongo-express', 'web server'],
    ['fluent/fluent-bit:3', 'log collector'],
    ['fluentd:v1.16', 'log collector'],
    ['prom/node-exporter:v0.13.0', 'node exporter'],
    ['podium/renderer:flaky', 'renderer'],
    ['own/mailer', 'mail sender'],
    ['postfix', 'mail sender'],
    ['nginx:1.7.9', 'web server'],
    ['webserver:1', 'web server'],
    ['crash:1.0', 'web server'],
  ])('%s: %s', (text, name) => expect(behaviourOf(parsed(text)).name).toBe(name))

  const asked = (path: string, files: Record<string, string> = {}) => ({ path, hostname: 'web-0', file: (p: string) => files[p] })

  it('a web server answers everything but /nosuch with its host name', () => {
    expect(programOf('nginx:1.9.1').answer(asked('/a'))).toEqual({ status: 200, body: 'web-0\n' })
    expect(programOf('nginx:1.9.1').answer(asked('/nosuch')).status).toBe(404)
  })

  it('httpd serves the files of its document root', () => {
    const root = '/usr/local/apache2/htdocs'
    const { answer } = programOf('httpd')
    expect(answer(asked('/', { [`${root}/index.html`]: 'hi' }))).toEqual({ status: 200, body: 'hi' })
    expect(answer(asked('/a?b', { [`${root}/a`]: 'x' }))).toEqual({ status: 200, body: 'x' })
    expect(answer(asked('/a')).status).toBe(404)
  })

  describe('a batch process', () => {
    const begin = (image: string, env: Record<string, string>, more = {}) => {
      const { tag } = parsed(image)
      return programOf(image).begins?.({ env, tag, hostname: 'p', roll: () => 24, claim: () => 5, ...more })
    }

    it('renders the tile of its index, of TILES or of the completions; without an index what it claims', () => {
      expect(begin('renderer', { JOB_COMPLETION_INDEX: '3', TILES: '12' })).toMatchObject({ exitCode: 0, tile: { index: 3, count: 12 } })
      expect(begin('renderer', { JOB_COMPLETION_INDEX: '3' }, { completions: 9 })?.tile).toEqual({ index: 3, count: 9 })
      expect(begin('blender', {})?.tile).toEqual({ index: 5, count: 48 })
    })

    it('fails by FAIL_PERCENT, or a quarter of the time when it is flaky', () => {
      expect(begin('renderer:flaky', {})?.exitCode).toBe(1)
      expect(begin('renderer:flaky', {}, { roll: () => 25 })?.exitCode).toBe(0)
      expect(begin('renderer', { FAIL_PERCENT: '25' })?.exitCode).toBe(1)
      expect(begin('renderer', { FAIL_PERCENT: 'x' })?.exitCode).toBe(0)
    })

    it('sends its mails in order and ends with the last', () => {
      const work = begin('mailer', { MAILS: '2', JOB_COMPLETION_INDEX: '4' })
      expect(work?.lines.map(l => l.text).slice(1, 3)).toEqual([
        'to=<reader-9@example.com> status=sent (250 2.0.0 Ok: queued)',
        'to=<reader-10@example.com> status=sent (250 2.0.0 Ok: queued)',
      ])
      expect(work?.endsAfterMs).toBe(work?.lines.at(-1)?.afterMs)
    })
  })

  it('one that is never ready answers 503; a slow one listens late; the others end by themselves', () => {
    expect(programOf('web:unready').answer(asked('/')).status).toBe(503)
    expect(programOf('web:slow').listensAfterMs).toBe(20_000)
    expect(programOf('web:crash')).toMatchObject({ exitCode: 1, endsAfterMs: [600, 1_400] })
    expect(programOf('web:flaky')).toMatchObject({ exitCode: 1, endsAfterMs: [30_000, 60_000] })
  })
})
