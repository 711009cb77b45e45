import { once } from 'node:events'
import { get, type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { Engine } from '../engine/index.ts'
import { formatTime, invalid, resources } from '../kube/index.ts'
import { type ServeOptions, type Serving, serve } from './serve.ts'

const open: Serving[] = []
afterEach(() => {
  for (const s of open.splice(0)) s.close()
})

async function cluster(options: Partial<ServeOptions> = {}) {
  const engine = new Engine({
    seed: 7,
    profile: { watch: [1, 1], write: [1, 1] },
    resources,
    indexes: [],
    actors: [{ name: 'nobody' }],
    admit: (_op, _r, o) => o,
    refuse: invalid,
    startMs: 1_490_864_400_000,
    timestamp: formatTime,
  })
  const complaints: string[] = []
  const serving = await serve(engine, {
    port: 0,
    seed: 7,
    speed: 1,
    paused: true,
    timestamps: 'simulated',
    complain: m => complaints.push(m),
    ...options,
  })
  open.push(serving)
  return { engine, complaints, url: serving.url }
}

const MAPS = '/api/v1/namespaces/default/configmaps'
const map = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } })
const post = (url: string, path: string, body: string | Uint8Array, type = 'application/json') =>
  fetch(url + path, { method: 'POST', body: body as string, headers: { 'content-type': type } })
const patch = (url: string, path: string, body: object) =>
  fetch(url + path, { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': 'application/merge-patch+json' } })

/** A watch: its answer, and its lines as they come. */
async function listen(url: string) {
  const [answer] = (await once(get(url), 'response')) as [IncomingMessage]
  return { answer, lines: createInterface(answer)[Symbol.asyncIterator]() }
}

describe('the door over HTTP', () => {
  it('answers in JSON, with the length and the status', async () => {
    const { url } = await cluster()
    const made = await post(url, MAPS, map('a'))
    expect([made.status, made.headers.get('content-type')]).toEqual([201, 'application/json'])
    expect(await made.json()).toMatchObject({ metadata: { name: 'a', creationTimestamp: '2017-03-30T09:00:00Z' } })
    expect((await fetch(`${url}/nope`)).status).toBe(404)
  })

  it('sends a watch on line by line as things happen, and ends it when the client’s time is up', async () => {
    const { url } = await cluster()
    const { answer, lines } = await listen(`${url}${MAPS}?watch=1&timeoutSeconds=1`)
    expect(answer.statusCode).toBe(200)
    await post(url, MAPS, map('a'))
    const first = JSON.parse((await lines.next()).value as string)
    expect([first.type, first.object.metadata.name]).toEqual(['ADDED', 'a'])
    await fetch(`${url}${MAPS}/a`, { method: 'DELETE' })
    expect(JSON.parse((await lines.next()).value as string).type).toBe('DELETED')
    expect((await lines.next()).done).toBe(true)
  })

  it('lets a paused clock run to a moment before it answers', async () => {
    const { url, engine } = await cluster()
    const answer = await patch(url, '/apis/podium.local/v1/clocks/clock', { spec: { runUntil: '2017-03-30T09:05:00Z' } })
    expect(answer.status).toBe(200)
    expect(engine.now).toBe(300_000)
    const clock = (await (await fetch(`${url}/apis/podium.local/v1/clocks/clock`)).json()) as { status: object }
    expect(clock.status).toEqual({ now: '2017-03-30T09:05:00.000Z', seed: 7 })
  })

  it('moves times to the wall’s, if asked', async () => {
    const { url } = await cluster({ timestamps: 'wall' })
    const made = (await (await post(url, MAPS, map('a'))).json()) as { metadata: { creationTimestamp: string } }
    expect(Math.abs(Date.now() - Date.parse(made.metadata.creationTimestamp))).toBeLessThan(60_000)
  })

  it('reads YAML 1.1 and protobuf', async () => {
    const { url } = await cluster()
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n'
    const refused = await post(url, MAPS, yaml, 'application/yaml')
    expect([refused.status, ((await refused.json()) as { message: string }).message]).toEqual([
      400,
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string',
    ])
    expect((await post(url, MAPS, yaml.replace('name: y', 'name: z'), 'application/yaml')).status).toBe(201)
    const bad = await post(url, MAPS, 'a: b: c\n', 'application/yaml')
    expect(((await bad.json()) as { message: string }).message).toContain('yaml: mapping values are not allowed in this context (')
    // kubectl create configmap c --from-literal=a=b
    const body = Buffer.from('azhzAAoPCgJ2MRIJQ29uZmlnTWFwEhsKEQoBYxIAGgAiACoAMgA4AEIAEgYKAWESAWIaACIA', 'base64')
    const made = await post(url, MAPS, body, 'application/vnd.kubernetes.protobuf')
    expect(await made.json()).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } })
  })

  it('gives its hints as Warning headers', async () => {
    const { url } = await cluster()
    const answer = await post(url, MAPS, map('a').replace('"data"', '"date"'))
    expect(answer.headers.get('warning')).toBe('299 - "unknown field \\"date\\""')
  })

  it('takes no more than so much, and says so', async () => {
    const { url } = await cluster()
    expect((await post(url, MAPS, 'x'.repeat(4_000_000))).status).toBe(413)
  })
})

describe('who may come in', () => {
  const status = async (url: string, headers: Record<string, string>) => {
    const asked = request(`${url}/version`, { headers })
    asked.end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }

  it('is this machine, and no other web page', async () => {
    const { url } = await cluster()
    const { port, host } = new URL(url)
    expect(await status(url, {})).toBe(200)
    expect(await status(url, { host: `localhost:${port}` })).toBe(200)
    expect(await status(url, { origin: `http://${host}` })).toBe(200)
    expect(await status(url, { host: 'evil.example' })).toBe(403)
    expect(await status(url, { host: `localhost.evil.example:${port}` })).toBe(403)
    expect(await status(url, { origin: 'https://evil.example' })).toBe(403)
    expect(await status(url, { origin: 'null' })).toBe(403)
  })

  it('is refused an upgrade with a Status, not with silence', async () => {
    const { url } = await cluster()
    const asked = request(`${url}/api/v1/namespaces/default/pods/p/exec?command=ls`, {
      headers: { connection: 'Upgrade', upgrade: 'SPDY/3.1' },
    })
    asked.end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk)
    expect(answer.statusCode).toBe(404)
    expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ kind: 'Status', message: 'pods "p" not found' })
  })
})

describe('--load', () => {
  it('makes the objects of a file, and names what it leaves out', async () => {
    const load = `${map('a')}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: x}
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: B_}}
`
    const { engine, complaints } = await cluster({ load })
    expect([...engine.store.list('configmaps')].map(o => o.metadata.name)).toEqual(['a', 'b'])
    expect(complaints[0]).toBe('Thing x (example.com/v1): not known here, left out')
    expect(complaints[1]).toMatch(/^ConfigMap B_: ConfigMap "B_" is invalid/)
  })
})
