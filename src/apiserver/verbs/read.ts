// GET: one object, a list, or a watch. Upstream: apiserver pkg/endpoints/handlers/get.go.
import { type ApiObject, formatTime, notFound } from '../../kube/index.ts'
import { type Answer, type Call, keyIn } from '../call.ts'
import { clockNamed, clockObject, isClock } from '../clock.ts'
import type { List } from '../exchange.ts'
import { listOf } from '../lists.ts'
import { listOptions, tooLargeVersion, versionOf } from '../options.ts'
import { shapeObject } from '../render.ts'
import { selectionOf } from '../select.ts'
import { printedOf } from '../tables.ts'
import { Watch } from '../watch.ts'

/** The object that the address names. Throws 404. */
export function current(call: Call): ApiObject {
  const { resource: r, house } = call
  if (isClock(r)) return clockNamed(house.clock, r, call.name, beginning(call))
  const o = house.engine.store.get(r.plural, keyIn(call))
  if (!o) throw notFound(r, call.name)
  return o
}

export function get(call: Call): Answer {
  const { store } = call.house.engine
  const version = call.query.text('resourceVersion')
  if (version !== '' && versionOf(version) > store.rv) throw tooLargeVersion(Number(version), store.rv)
  return { object: current(call), printed: printedOf(call.resource) }
}

export function list(call: Call): Answer {
  const { resource: r, house, query } = call
  const options = listOptions(query, false)
  if (isClock(r)) return { list: clockList(call), printed: printedOf(r) }
  return { list: listOf(house.engine.store, r, call.namespace, options), printed: printedOf(r) }
}

/** The clock is as old as time. */
const beginning = ({ house: { engine } }: Call) => formatTime(engine.nowMs - engine.now)

function clockList(call: Call): List {
  const { house, resource } = call
  const items = house.clock ? [clockObject(house.clock, beginning(call))] : []
  return { kind: `${resource.kind}List`, apiVersion: 'podium.local/v1', metadata: { resourceVersion: '1' }, items }
}

export function watch(call: Call): Answer {
  const { house, resource, query, form } = call
  const options = listOptions(query, true)
  const shape = (o: ApiObject, first: boolean) => {
    const shaped = shapeObject(house, form.as === 'partialList' ? { ...form, as: 'partial' } : form, o, printedOf(resource), call, !first)
    return house.dates ? house.dates.out(shaped) : shaped
  }
  const stream = new Watch({
    store: house.engine.store,
    resource,
    selection: selectionOf(resource, call.namespace, call.name, options),
    options,
    shape,
    epoch: house.epoch,
  })
  return { stream, contentType: 'application/json' }
}
