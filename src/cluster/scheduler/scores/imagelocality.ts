// Nodes that have the pod's images already are better, by how large the images are and how many nodes have them. Upstream:
// plugins/imagelocality/image_locality.go.
import { defaultTagged } from '../images.ts'
import { MOST_POINTS, ratePerNode, type WideScore } from '../plugin.ts'

const MB = 1024 * 1024
const LEAST = 23 * MB
const MOST_PER_CONTAINER = 1000 * MB

export const imageLocality: WideScore = {
  name: 'ImageLocality',
  weight: 1,
  prepare({ spec }, snapshot) {
    if (!snapshot.imageNodes.size) return undefined
    const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
    const images = containers.map(c => defaultTagged(c.image ?? ''))
    const shares = images.map(i => (snapshot.imageNodes.get(i) ?? 0) / snapshot.order.length)
    if (!shares.some(s => s > 0)) return 0
    const most = MOST_PER_CONTAINER * containers.length
    return ratePerNode(snapshot, ({ node }) => {
      let sum = 0
      for (const { names, sizeBytes } of node?.status?.images ?? []) {
        images.forEach((image, i) => {
          if (names?.includes(image)) sum += Math.trunc((sizeBytes ?? 0) * (shares[i] as number))
        })
      }
      const bounded = Math.max(LEAST, Math.min(most, sum))
      return Math.trunc((MOST_POINTS * (bounded - LEAST)) / (most - LEAST))
    })
  },
  /** The points are final. */
  normalise: () => {},
}
