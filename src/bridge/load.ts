// --load FILE: a YAML file of objects, made one after another through the front door before anybody else is let in. Kinds that are not known here are
// named and left out.
import { parseAllDocuments } from 'yaml'
import { asKubernetesReads, type Door } from '../apiserver/index.ts'
import { resourceOfKind } from '../kube/index.ts'

/** Complaints about what could not be made, each with the object it is about. */
export function loadObjects(door: Door, text: string): string[] {
  const complaints: string[] = []
  for (const document of parseAllDocuments(text, { version: '1.1', customTags: asKubernetesReads })) {
    const [error] = document.errors
    if (error) {
      complaints.push(error.message)
      continue
    }
    const value = document.toJS({ maxAliasCount: 100 }) as Loaded | null
    if (!value) continue
    for (const o of value.kind === 'List' ? (value.items ?? []) : [value]) complaints.push(...make(door, o))
  }
  return complaints
}

interface Loaded {
  apiVersion?: string
  kind?: string
  metadata?: { name?: string; namespace?: string }
  items?: Loaded[]
}

function make(door: Door, o: Loaded): string[] {
  const name = `${o.kind ?? 'an object without a kind'} ${o.metadata?.name ?? ''}`.trim()
  const r = resourceOfKind(o.apiVersion ?? '', o.kind ?? '')
  if (!r) return [`${name} (${o.apiVersion ?? 'no apiVersion'}): not known here, left out`]
  const base = r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`
  const path = r.namespaced ? `${base}/namespaces/${o.metadata?.namespace ?? 'default'}/${r.plural}` : `${base}/${r.plural}`
  const answer = door.handle({ method: 'POST', path, body: o }, { code: 'load', args: { kind: r.kind, name: o.metadata?.name ?? '' } })
  return answer.status < 300 ? [] : [`${name}: ${(answer.body as { message?: string }).message ?? answer.status}`]
}
