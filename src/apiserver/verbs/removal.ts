// The options of a DELETE, from its body or its query. Upstream: apiserver pkg/endpoints/handlers/delete.go.

import { ApiError, decodeStruct, writeJson } from '../../kube/index.ts'
import { BadYaml, readValue } from '../body.ts'
import type { Call } from '../call.ts'
import { BadJson, type Parsed } from '../json.ts'
import { type RemoveOptions, removeOptions } from '../options.ts'
import { Unforeseen } from '../refusals.ts'

const SCHEME = 'in scheme "pkg/runtime/scheme.go:110"'

export function readRemoveOptions(call: Call): RemoveOptions {
  const { request, house, query } = call
  if (request.body === undefined || request.body === '') return removeOptions(undefined, query)
  let read: Parsed | undefined
  try {
    read = readValue(request.body, request.contentType, house.reading)
  } catch (e) {
    if (e instanceof BadYaml) throw new Unforeseen(`yaml: ${e.message}`)
    if (e instanceof BadJson) throw new Unforeseen(`couldn't get version/kind; json parse error: ${e.message}`)
    throw e
  }
  const given = (read?.value ?? {}) as Record<string, unknown>
  if (given.kind !== undefined && given.kind !== 'DeleteOptions')
    throw new Unforeseen(`no kind ${writeJson(given.kind)} is registered for version ${writeJson(given.apiVersion)} ${SCHEME}`)
  return removeOptions(decoded(given, read?.numerals), query)
}

function decoded(given: Record<string, unknown>, numerals: Parsed['numerals']): Record<string, unknown> {
  try {
    return decodeStruct<Record<string, unknown>>('DeleteOptions', given, { version: 'v1', kind: 'DeleteOptions' }, numerals).object
  } catch (e) {
    if (e instanceof ApiError) throw new Unforeseen(e.message.replace(/^.* cannot be handled as a DeleteOptions: /, ''))
    throw e
  }
}
