import { describe, expect, it } from 'vitest'
import { TestWorld } from './testing/world.ts'

const busy = (script: string, more = {}, name = 'main') => ({ name, image: 'busybox:1.36', command: ['sh', '-c', script], ...more })

/** A bit of everything. */
function begin(seed: number): TestWorld {
  const t = new TestWorld({ seed, nodes: 3 })
  const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 2 }
  t.pod('web', [{ name: 'main', image: 'nginx:1.25', readinessProbe: probe, livenessProbe: probe }])
  t.pod('broken', [{ name: 'main', image: 'nginx:broken' }])
  t.pod('crash', [busy('echo $RANDOM; sleep 2; exit 1')])
  t.pod('talks', [busy('while true; do date >> /tmp/x; wget -qO- http://10.244.1.2/; sleep 1; done')], { nodeName: 'node-2' })
  t.pod('flaky', [{ name: 'main', image: 'web:flaky' }], { nodeName: 'node-3' })
  t.fault('later', { type: 'NodePartition', nodes: ['node-3'] })
  return t
}

describe('what happens on machines', () => {
  it.each([1, 2, 3])('is the same every time, and goes on the same from a checkpoint (seed %i)', seed => {
    const straight = begin(seed)
    const saved = begin(seed)
    straight.wait(90)
    saved.wait(37.123)
    const checkpoint = saved.engine.checkpoint()
    saved.wait(20)
    saved.engine.restore(checkpoint)
    saved.engine.advance(straight.engine.now)
    expect(saved.engine.hash()).toBe(straight.engine.hash())
    const other = new TestWorld({ seed, nodes: 3 })
    other.engine.restore(checkpoint)
    other.engine.advance(straight.engine.now)
    expect(other.engine.hash()).toBe(straight.engine.hash())
    expect(
      begin(seed + 10)
        .wait(90)
        .engine.hash(),
    ).not.toBe(straight.engine.hash())
  })
})
