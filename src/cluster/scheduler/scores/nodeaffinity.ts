// Preferred node affinity: the weights of the terms that the node fulfils, added up. Upstream: plugins/nodeaffinity/node_affinity.go.
import { compileTerm } from '../filters/nodeaffinity.ts'
import { normaliseToLargest, ratePerNode, type WideScore } from '../plugin.ts'

export const nodeAffinityScore: WideScore = {
  name: 'NodeAffinity',
  weight: 2,
  prepare({ spec }, snapshot) {
    const terms = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
    if (!terms?.length) return undefined
    // An empty preferred term means all nodes, unlike an empty required one.
    const preferred = terms.map(({ weight, preference }) => {
      const empty = !preference.matchExpressions?.length && !preference.matchFields?.length
      return { weight, holds: empty ? () => true : compileTerm(preference) }
    })
    return ratePerNode(snapshot, ({ node }) =>
      preferred.reduce((sum, { weight, holds }) => sum + (node && weight && holds(node) ? weight : 0), 0),
    )
  },
  normalise: values => normaliseToLargest(values, false),
}
