/** Puts resources in an order in which each comes after what it needs. */

/**
 * @param items in the order preferred where nothing else decides
 * @throws Error for an unknown `after` or a circle: both are bugs of a component
 */
export function inOrder<T extends { readonly id: string; readonly after: readonly string[] }>(
  items: readonly T[],
): T[] {
  const byId = new Map<string, T>()
  for (const item of items) {
    if (byId.has(item.id)) throw new Error(`two resources are called ${item.id}`)
    byId.set(item.id, item)
  }
  const done = new Set<string>()
  const open = new Set<string>()
  const sorted: T[] = []
  const visit = (item: T): void => {
    if (done.has(item.id)) return
    if (open.has(item.id)) throw new Error(`resources wait for each other: ${[...open, item.id].join(' → ')}`)
    open.add(item.id)
    for (const need of item.after) {
      const found = byId.get(need)
      if (!found) throw new Error(`${item.id} comes after ${need}, which does not exist`)
      visit(found)
    }
    open.delete(item.id)
    done.add(item.id)
    sorted.push(item)
  }
  items.forEach(visit)
  return sorted
}
