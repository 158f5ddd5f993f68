/** A browser without a window: cookies, forms and redirects, over the server's own certificate. */
import { request } from 'node:https'

export interface Page {
  readonly url: string
  readonly status: number
  readonly location: string | null
  readonly body: string
}

/**
 * @param ca the authority to trust, in PEM
 * @param address where every name leads to
 */
export function visitor(ca: string, address: string) {
  const cookies = new Map<string, string>()
  const ask = (
    url: string,
    options: { method?: string; headers?: Record<string, string>; body?: string; path?: string } = {},
  ): Promise<Page> =>
    new Promise((resolve, reject) => {
      const target = new URL(url)
      const call = request(
        {
          host: address,
          port: target.port === '' ? 443 : Number(target.port),
          servername: target.hostname,
          path: options.path ?? `${target.pathname}${target.search}`,
          method: options.method ?? 'GET',
          ca,
          agent: false,
          timeout: 30_000,
          headers: {
            host: target.host,
            accept: 'text/html,application/json',
            ...(cookies.size > 0 && {
              cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            }),
            ...(options.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
            ...options.headers,
          },
        },
        (response) => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const found = /^([^=]+)=([^;]*)/.exec(line)
            if (found) cookies.set(found[1] ?? '', found[2] ?? '')
          }
          let body = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => (body += chunk))
          response.on('end', () =>
            resolve({
              url,
              status: response.statusCode ?? 0,
              location: response.headers.location ?? null,
              body,
            }),
          )
        },
      )
      call.on('error', reject)
      call.on('timeout', () => call.destroy(new Error(`no answer from ${url}`)))
      call.end(options.body)
    })

  /** Follows redirects until one leads to an address that begins with `stop`, or to a page. */
  const follow = async (first: Page, stop: string): Promise<Page> => {
    let page = first
    for (let hop = 0; hop < 10 && page.location !== null && !page.location.startsWith(stop); hop++)
      page = await ask(new URL(page.location, page.url).href)
    return page
  }

  /** Fills in the page's one form. */
  const submit = (page: Page, fields: Record<string, string>): Promise<Page> => {
    const action = /<form[^>]*\baction="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
    if (action === undefined) throw new Error(`no form at ${page.url}: ${page.body.slice(0, 300)}`)
    return ask(new URL(action, page.url).href, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
    })
  }

  return { ask, follow, submit }
}
