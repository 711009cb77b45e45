// /openapi/v3: an index, and a document for each group and version, made when first asked for. kubectl reads them before it applies anything, and
// `kubectl explain` lives by them. Upstream: kube-openapi pkg/handler3.
import { hashOf } from '../../engine/index.ts'
import type { Resource } from '../../kube/index.ts'
import { schemaOf } from '../../kube/index.ts'
import type { Answer, House } from '../call.ts'
import type { Request } from '../exchange.ts'
import { methodNotAllowed, NoSuchPage } from '../refusals.ts'
import { apiVersionOf, subresourcesOf } from '../served.ts'
import { pathsOf } from './paths.ts'
import { SchemaNames, schemasOf } from './schemas.ts'
import { OPENAPI_V2, OPENAPI_V2_ASKED, openApiV2 } from './v2.ts'

interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, unknown>
  components: { schemas: Record<string, unknown> }
}

/** The documents of a house by their place (`apis/apps/v1`), kept with it. */
export class OpenApi {
  readonly #house: Pick<House, 'served'>
  readonly #documents = new Map<string, { document: Document; hash: string }>()
  #names: SchemaNames | undefined

  constructor(house: Pick<House, 'served'>) {
    this.#house = house
  }

  answer(parts: readonly string[], request: Request): Answer {
    if (request.method !== 'GET') throw methodNotAllowed()
    if (parts[1] === 'v2' && parts.length === 2 && request.accept?.includes(OPENAPI_V2_ASKED))
      return { bytes: openApiV2(), contentType: OPENAPI_V2 }
    if (parts[1] !== 'v3') throw new NoSuchPage()
    if (parts.length === 2) return { json: { paths: this.#index() } }
    const found = this.#document(parts.slice(2).join('/'))
    if (!found) throw new NoSuchPage()
    return { json: found.document }
  }

  #index(): Record<string, { serverRelativeURL: string }> {
    return Object.fromEntries(
      this.#places().map(([place]) => {
        const hash = this.#document(place)?.hash
        return [place, { serverRelativeURL: `/openapi/v3/${place}?hash=${hash}` }]
      }),
    )
  }

  #places(): [string, ReadonlyMap<string, Resource>][] {
    return [...this.#house.served.values()].flatMap(g =>
      [...g.versions].map(([version, kinds]): [string, ReadonlyMap<string, Resource>] => [
        g.name ? `apis/${g.name}/${version}` : `api/${version}`,
        kinds,
      ]),
    )
  }

  #document(place: string): { document: Document; hash: string } | undefined {
    const known = this.#documents.get(place)
    if (known) return known
    const kinds = this.#places().find(([p]) => p === place)?.[1]
    if (!kinds) return undefined
    const document = this.#make([...kinds.values()])
    const made = { document, hash: hashOf(document).toUpperCase().repeat(4) }
    this.#documents.set(place, made)
    return made
  }

  #make(kinds: readonly Resource[]): Document {
    this.#names ??= new SchemaNames([...this.#house.served.values()].flatMap(g => [...g.versions.values()].flatMap(v => [...v.values()])))
    const structs = new Map<string, Record<string, unknown>>()
    for (const r of kinds) {
      const struct = schemaOf(apiVersionOf(r), r.kind)
      if (struct) structs.set(struct.name, { group: r.group, version: r.version, kind: r.kind })
      if (subresourcesOf(r).some(s => s.kind === 'Scale')) structs.set('Scale', { group: 'autoscaling', version: 'v1', kind: 'Scale' })
    }
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: 'v1.34.4' },
      paths: pathsOf(kinds),
      components: { schemas: schemasOf([...structs.keys()], this.#names, structs) },
    }
  }
}
