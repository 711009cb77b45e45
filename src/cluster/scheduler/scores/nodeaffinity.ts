// Preferred node affinity: the weights of the terms that the node fulfils, added up. Upstream: plugins/nodeaffinity/node_affinity.go.
import { compileTerm } from '../filters/nodeaffinity.ts'
import { normaliseToLargest, ratePerNode, type WideScore } from '../plugin.ts'

export const nodeAffinityScore: WideScore = {
  name: 'NodeAffinity',
  weight: 2,
  prepare({ spec }, snapshot) {
    const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
    if (!terms?.length) return undefined
    // An empty preferred term is no preference.
    const preferred = terms
      .filter(t => t.preference.matchExpressions?.length || t.preference.matchFields?.length)
      .map(({ weight, preference }) => ({ weight, holds: compileTerm(preference) }))
    return ratePerNode(snapshot, ({ node }) =>
      preferred.reduce((sum, { weight, holds }) => sum + (node && weight && holds(node) ? weight : 0), 0),
    )
  },
  normalise: values => normaliseToLargest(values, false),
}
