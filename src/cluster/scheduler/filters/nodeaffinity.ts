// nodeSelector and required node affinity: the node's labels must be what the pod asks for. Terms are alternatives, the expressions of one term must all
// hold. Upstream: plugins/nodeaffinity/node_affinity.go, component-helpers scheduling/corev1/nodeaffinity.
import { compileRequirements, type Labels, type Matcher, type Node, type Pod, type PodSpec, type Requirement } from '../../../kube/index.ts'
import type { Filter, Refusal } from '../plugin.ts'

type Affinity = NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>
export type Term = NonNullable<Affinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number]
type Expressions = NonNullable<Term['matchExpressions']>

const REFUSED: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false }
const CONFLICT: Refusal = { reasons: ['pod affinity terms conflict'], resolvable: false }
const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
}

const compile = (expressions: Expressions): Matcher =>
  compileRequirements(expressions.map(e => ({ key: e.key, operator: OPERATORS[e.operator] ?? 'in', values: e.values ?? [] })))

const compiled = new WeakMap<Term, (node: Node) => boolean>()

/** A term as a predicate; one without anything in it holds for no node. */
export function compileTerm(term: Term): (node: Node) => boolean {
  const known = compiled.get(term)
  if (known) return known
  const labels = compile(term.matchExpressions ?? [])
  const fields = compile(term.matchFields ?? [])
  const empty = !term.matchExpressions?.length && !term.matchFields?.length
  const matches = (node: Node) => !empty && labels(node.metadata.labels as Labels) && fields({ 'metadata.name': node.metadata.name })
  compiled.set(term, matches)
  return matches
}

const required = (spec: PodSpec) => spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution

/** Whether a pod may go to a node, as far as selector and required affinity say; undefined when they say nothing. */
export function nodeRule(spec: PodSpec): ((node: Node) => boolean) | undefined {
  const selector = spec.nodeSelector && Object.entries(spec.nodeSelector)
  const terms = required(spec)?.nodeSelectorTerms?.map(compileTerm)
  if (!selector?.length && !required(spec)) return undefined
  return node => {
    const { labels } = node.metadata
    for (const [key, value] of selector ?? []) if (labels?.[key] !== value) return false
    return !terms || terms.some(t => t(node))
  }
}

/** The nodes that the terms name, where all of them do. A DaemonSet's pods are such. */
function named(spec: PodSpec): readonly string[] | undefined {
  const terms = required(spec)?.nodeSelectorTerms
  if (!terms?.length) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    let own: readonly string[] | undefined
    for (const f of term.matchFields ?? []) {
      if (f.key !== 'metadata.name' || f.operator !== 'In') continue
      const values = f.values ?? []
      own = own ? own.filter(n => values.includes(n)) : values
    }
    if (!own) return undefined
    for (const n of own) names.add(n)
  }
  return [...names]
}

export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  local: true,
  prepare({ spec }: Pod) {
    const rule = nodeRule(spec)
    if (!rule) return undefined
    if (named(spec)?.length === 0) return CONFLICT
    return ({ node }) => (node && rule(node) ? undefined : REFUSED)
  },
  only: ({ spec }) => named(spec),
}
