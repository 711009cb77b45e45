import { describe, expect, it } from 'vitest'
import type { ApiObject, ControllerRevision, PodTemplate } from '../../../kube/index.ts'
import { dataOf, holds, revisionHash, templateOf } from './data.ts'
import { draftOf, find, nextNumber, surplus } from './history.ts'

const template = (image: string): PodTemplate =>
  ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image }] } }) as PodTemplate
const revision = (image: string, number: number): ControllerRevision =>
  ({ metadata: { name: image, namespace: 'default' }, data: dataOf(template(image)), revision: number }) as unknown as ControllerRevision
const owner = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', namespace: 'default', uid: 'u', annotations: { a: 'b' } },
} as unknown as ApiObject

describe('a revision', () => {
  it('holds the template as a patch that replaces it', () => {
    expect(dataOf(template('a')).spec.template.$patch).toBe('replace')
    expect(templateOf(revision('a', 1))).toEqual(template('a'))
    expect(holds(revision('a', 1), template('b'))).toBe(false)
  })
  it('is named after its owner and the hash of the template, with the labels of the template and the annotations of the owner', () => {
    const draft = draftOf({ owner, template: template('a'), number: 3, hashLabel: 'controller.kubernetes.io/hash' })
    const hash = revisionHash(template('a'))
    expect(draft.metadata).toMatchObject({
      name: `web-${hash}`,
      labels: { app: 'web', 'controller.kubernetes.io/hash': hash },
      annotations: { a: 'b' },
      ownerReferences: [{ kind: 'StatefulSet', name: 'web', controller: true, blockOwnerDeletion: true }],
    })
    expect(draft.revision).toBe(3)
  })
  it('has another hash when it collided', () => expect(revisionHash(template('a'), 1)).not.toBe(revisionHash(template('a'))))
})

describe('the revision of a template', () => {
  const all = [revision('a', 1), revision('b', 2)]
  it('is the newest when the template did not change', () =>
    expect(find(all, template('b'))).toMatchObject({ is: 'newest', revision: all[1] }))
  it('is the old one with a new number when one goes back', () =>
    expect(find(all, template('a'))).toMatchObject({ is: 'old', revision: all[0], number: 3 }))
  it('is made when there was none', () => {
    expect(find(all, template('c'))).toEqual({ is: 'missing', number: 3 })
    expect(nextNumber([])).toBe(1)
  })
})

describe('the history limit', () => {
  const all = ['a', 'b', 'c', 'd'].map((image, i) => revision(image, i + 1))
  const names = (limit: number, living: string[]) => surplus(all, limit, r => living.includes(r.metadata.name)).map(r => r.metadata.name)
  it('throws the oldest away, never one that lives', () => {
    expect(names(1, ['d'])).toEqual(['a', 'b'])
    expect(names(0, ['a', 'd'])).toEqual(['b', 'c'])
    expect(names(10, ['d'])).toEqual([])
  })
  it('keeps everything when negative', () => expect(names(-1, [])).toEqual([]))
})
