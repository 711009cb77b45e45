import { describe, expect, it } from 'vitest'
import { batch, mirrorOf, node, pod } from '../testing/cluster.ts'
import { deleteIt } from './choosing.ts'

describe('the Delete key on the stage', () => {
  const mirror = mirrorOf(batch(0, [node('node-1'), pod('a'), pod('b'), pod('c')]))
  const pressed = async (subject: string, selection?: string) => {
    const done: unknown[] = []
    const select = (s: string) => done.push(s)
    const session = { getState: () => ({ mirror, now: 0, selection, select }) } as unknown as Parameters<typeof deleteIt>[0]
    await deleteIt(
      session,
      { choose: (all, verb) => done.push([all, verb.id, verb.deed?.requests.map(r => `${r.method} ${r.path}`)]) },
      subject,
    )
    return done
  }
  const at = (name: string) => `DELETE /api/v1/namespaces/default/pods/${name}`

  it('deletes what has the focus, and shows what becomes of it', async () => {
    expect(await pressed('pods default/a')).toEqual(['pods default/a', ['pods default/a', 'delete', [at('a')]]])
    expect(await pressed('pods default/a', 'pods default/a')).toEqual([['pods default/a', 'delete', [at('a')]]])
  })
  it('deletes nothing while something else is read of: that is chosen first', async () => {
    expect(await pressed('pods default/a', 'pods default/b')).toEqual(['pods default/a'])
    expect(await pressed('pods default/a', 'pods default/gone')).toEqual(['pods default/a'])
  })
  it('deletes all that is selected when that is among it', async () => {
    const both = 'pods default/a,default/b'
    expect(await pressed('pods default/a', both)).toEqual([[both, 'delete', [at('a'), at('b')]]])
  })
  it('deletes nothing that is no object', async () => {
    expect(await pressed('zones zone-a', 'zones zone-a')).toEqual([])
  })
})
