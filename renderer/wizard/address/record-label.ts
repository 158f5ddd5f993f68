/** What is typed for a record at the domain's provider: the name without the domain, `@` for the domain itself. Pure. */

/** @param domain what the server's name ends in; a name that does not end in it stays whole */
export function recordLabel(name: string, domain: string): string {
  if (domain === '') return name
  if (name === domain) return '@'
  return name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : name
}
