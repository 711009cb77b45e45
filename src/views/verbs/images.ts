// Which images a menu offers: the next one of the same name, and those whose tags say what goes wrong with them (what they do is the cluster's: see
// cluster/images/README.md).

/** The next versions that a tag suggests: the talk's own pair, else the last number one higher. */
export function nextTag(tag: string): string {
  if (tag === '1.7.9') return '1.9.1'
  const plain = tag.replace(/-(slow|crash|crashing|unready|flaky)$/, '')
  if (plain !== tag) return plain
  return /\d/.test(tag) ? tag.replace(/(\d+)(?!.*\d)/, n => String(Number(n) + 1)) : '1.9.1'
}

export const tagOf = (image: string): string => {
  const last = image.slice(image.lastIndexOf('/') + 1).replace(/@.*/, '')
  const colon = last.indexOf(':')
  return colon < 0 ? 'latest' : last.slice(colon + 1)
}
export const repositoryOf = (image: string): string => {
  const plain = image.replace(/@.*/, '')
  const slash = plain.lastIndexOf('/')
  const colon = plain.indexOf(':', slash + 1)
  return colon < 0 ? plain : plain.slice(0, colon)
}

export const TROUBLES = ['broken', 'slow', 'crash', 'unready', 'flaky'] as const
export type Trouble = (typeof TROUBLES)[number]

/** Images to change to, the good one first. */
export function imagesAfter(image: string): { image: string; trouble?: Trouble }[] {
  const repository = repositoryOf(image)
  const next = nextTag(tagOf(image))
  return [
    { image: `${repository}:${next}` },
    { image: `${repository}:broken`, trouble: 'broken' as const },
    ...TROUBLES.slice(1).map(trouble => ({ image: `${repository}:${next}-${trouble}`, trouble })),
  ].filter(c => c.image !== image)
}
