// Paths that stand for things with a name, made and taken away as those come and go: what a data join of D3 does, for the one layer that the first picture has. D3's own
// comes with the layers that are drawn later.
type Name = string | number
const drawn = new WeakMap<SVGGElement, Map<Name, SVGPathElement>>()

/** A path in `group` for each of `things`, the same as long as the thing is there; `set` gives it its looks. */
export function keyed<T extends { readonly id: Name }>(
  group: SVGGElement,
  things: readonly T[],
  set: (path: SVGPathElement, thing: T) => void,
): void {
  const before = drawn.get(group)
  const now = new Map<Name, SVGPathElement>()
  for (const thing of things) {
    const path =
      now.get(thing.id) ?? before?.get(thing.id) ?? group.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'))
    before?.delete(thing.id)
    now.set(thing.id, path)
    set(path, thing)
  }
  for (const path of before?.values() ?? []) path.remove()
  drawn.set(group, now)
}
