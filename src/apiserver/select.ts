// Which objects a request means: those of a namespace that a label selector and a field selector both let through. Upstream: apiserver
// pkg/storage/selection_predicate.go.
import { type ApiObject, compileFieldSelector, compileRequirements, parseSelector, type Resource } from '../kube/index.ts'
import type { ListOptions } from './options.ts'

export interface Selection {
  matches(o: ApiObject): boolean
  /** Everything of the namespace is selected. */
  all: boolean
}

export function selectionOf(
  r: Resource,
  namespace: string,
  name: string,
  options: Pick<ListOptions, 'labelSelector' | 'fieldSelector'>,
): Selection {
  const labels = compileRequirements(parseSelector(options.labelSelector))
  const fields = compileFieldSelector(r, options.fieldSelector)
  const all = options.labelSelector.trim() === '' && options.fieldSelector === '' && name === ''
  const here = (o: ApiObject) => (namespace === '' || o.metadata.namespace === namespace) && (name === '' || o.metadata.name === name)
  return { all, matches: all ? here : o => here(o) && labels(o.metadata.labels) && fields(o) }
}
