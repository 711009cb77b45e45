import { describe, expect, it } from 'vitest'
import { compileFieldSelector, parseFieldSelector } from './fieldselectors.ts'
import { resourceOf } from './kinds/index.ts'
import type { Resource } from './resource.ts'
import type { ApiObject } from './types.ts'

const of = (plural: string) => resourceOf(plural) as Resource
const object = (more: object): ApiObject => ({
  apiVersion: 'v1',
  kind: 'X',
  metadata: { name: 'a', namespace: 'default', uid: '', resourceVersion: '', creationTimestamp: '' },
  spec: {},
  status: {},
  ...more,
})

describe('a field selector', () => {
  it.each([
    ['pods', 'spec.nodeName=node-1', { spec: { nodeName: 'node-1' } }, true],
    ['pods', 'spec.nodeName=', { spec: {} }, true],
    ['pods', 'spec.nodeName=node-1,status.phase!=Failed', { spec: { nodeName: 'node-1' }, status: { phase: 'Failed' } }, false],
    ['pods', 'spec.hostNetwork=false', { spec: {} }, true],
    ['pods', 'metadata.name==a,metadata.namespace=default', {}, true],
    ['events', 'involvedObject.kind=Pod,type=Warning', { involvedObject: { kind: 'Pod' }, type: 'Normal' }, false],
    ['nodes', 'spec.unschedulable=true', { spec: { unschedulable: true } }, true],
    ['jobs', 'status.successful=1', { status: { succeeded: 1 } }, true],
    ['services', 'spec.clusterIP=None', { spec: { clusterIP: 'None' } }, true],
    ['configmaps', '', {}, true],
  ])('of %s %s', (plural, text, o, yes) => expect(compileFieldSelector(of(plural), text)(object(o))).toBe(yes))
})

describe('a field that cannot be asked for is refused in the kind’s own words', () => {
  it.each([
    ['configmaps', 'data.a=1', '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ['replicasets', 'status.replicas=0', '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ['pods', 'spec.priority=0', 'field label not supported: spec.priority'],
    ['namespaces', 'spec.x=1', 'field label not supported: spec.x'],
    ['jobs', 'spec.suspend=true', 'field label "spec.suspend" not supported for Job'],
  ])('%s %s', (plural, text, message) => expect(() => compileFieldSelector(of(plural), text)).toThrow(message))
})

describe('the text', () => {
  it('must be field=value', () => {
    expect(() => parseFieldSelector('metadata.name')).toThrow("invalid selector: 'metadata.name'; can't understand 'metadata.name'")
    expect(() => parseFieldSelector('metadata.name=a=b')).toThrow('invalid field selector: unescaped character in value: 61')
  })
  it('hides commas and equals signs behind backslashes', () =>
    expect(parseFieldSelector('a=x\\,y\\=z\\\\,b!=c')).toEqual([
      { field: 'a', equal: true, value: 'x,y=z\\' },
      { field: 'b', equal: false, value: 'c' },
    ]))
})
