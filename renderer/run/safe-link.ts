/** A link that came from a Pi, as one that may be opened: http or https, and nothing that hides where it leads. Pure. */

export function safeLink(link: string | null): string | null {
  if (link === null || link.length > 2000 || !URL.canParse(link)) return null
  const url = new URL(link)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return url.username === '' && url.password === '' ? url.href : null
}
