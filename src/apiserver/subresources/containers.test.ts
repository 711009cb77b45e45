// Logs as the kubelets hand them out, on a whole cluster: what is followed comes line by line, each once; a machine that nobody hears hands out nothing.
import { describe, expect, it } from 'vitest'
import { createCluster } from '../../cluster/index.ts'
import { createDoor } from '../index.ts'

const POD = '/api/v1/namespaces/default/pods/p'
const FAULTS = '/apis/podium.local/v1/faults'

function cluster(script: string) {
  const engine = createCluster({ seed: 3, nodes: 3, profile: 'classroom' })
  const door = createDoor(engine)
  const ask = (method: string, path: string, body?: object) =>
    door.handle({ method, path, ...(body && { body, contentType: 'application/json' }) })
  const containers = [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script] }]
  ask('POST', '/api/v1/namespaces/default/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { nodeName: 'node-2', containers },
  })
  const pass = (seconds: number) => void engine.advance(engine.now + seconds * 1000)
  const strike = (type: string) =>
    ask('POST', FAULTS, { apiVersion: 'podium.local/v1', kind: 'Fault', metadata: { name: 'f' }, spec: { type, nodes: ['node-2'] } })
  pass(10)
  return { ask, pass, strike, heal: () => ask('DELETE', `${FAULTS}/f`) }
}
const COUNTING = 'i=0; while true; do i=$((i+1)); echo $i; sleep 1; done'

describe('a log that is followed', () => {
  it('begins with the last lines, and then brings each line once, also when more have come than are kept', () => {
    const c = cluster(COUNTING)
    const stream = c.ask('GET', `${POD}/log?follow=true&tailLines=1`).stream
    const numbers = stream?.read().map(Number) ?? []
    expect(numbers).toHaveLength(1)
    for (let i = 0; i < 8; i++) {
      c.pass(100)
      numbers.push(...(stream?.read().map(Number) ?? []))
    }
    const [from = 0] = numbers
    expect(numbers.length).toBeGreaterThan(780)
    expect(numbers).toEqual(numbers.map((_, i) => from + i))
  })
  it('goes on though all lines are alike', () => {
    const c = cluster('while true; do echo tick; sleep 1; done')
    c.pass(600)
    const stream = c.ask('GET', `${POD}/log?follow=true&tailLines=2`).stream
    expect(stream?.read()).toEqual(['tick\n', 'tick\n'])
    c.pass(5)
    expect(stream?.read()).toEqual(Array(5).fill('tick\n'))
  })
  it('waits for the end of a line', () => {
    const c = cluster('echo begun; sleep 12; printf half; sleep 10; echo " line"; sleep 1000')
    const stream = c.ask('GET', `${POD}/log?follow=true`).stream
    expect(stream?.read()).toEqual(['begun\n'])
    c.pass(8)
    expect(stream?.read()).toEqual([])
    c.pass(10)
    expect(stream?.read()).toEqual(['half line\n'])
  })
})

describe('a machine that nobody hears', () => {
  it.each(['NodePartition', 'NodeCrash'])('hands out no log: %s', type => {
    const c = cluster(COUNTING)
    c.strike(type)
    c.pass(5)
    const { status, body } = c.ask('GET', `${POD}/log?tailLines=1`)
    expect(status).toBe(500)
    expect(body).toMatchObject({
      message: expect.stringMatching(
        /^Get "https:\/\/([\d.]+):10250\/containerLogs\/default\/p\/main\?tailLines=1": dial tcp \1:10250: connect: no route to host$/,
      ),
    })
  })
  it('is heard again when it is linked again, with what it has written meanwhile', () => {
    const c = cluster(COUNTING)
    const stream = c.ask('GET', `${POD}/log?follow=true&tailLines=1`).stream
    const [from = 0] = stream?.read().map(Number) ?? []
    c.strike('NodePartition')
    c.pass(5)
    expect(stream?.read()).toEqual([])
    c.heal()
    c.pass(5)
    expect(stream?.read().map(Number)).toEqual(Array.from({ length: 10 }, (_, i) => from + 1 + i))
  })
})
