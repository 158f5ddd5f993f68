/** The public routing table as a Caddyfile, for a Caddy that was there before. */
import type { Route } from '../contribution.ts'
import type { Site } from '../site.ts'
import { namesOf, plainText, unresolved, type Line, type Upstream } from './table.ts'

/** @param upstream how that Caddy reaches a service */
export function caddyfile(sites: readonly Site[], routes: readonly Route[], upstream: Upstream): string {
  return namesOf(sites, routes)
    .map(
      ({ host, lines }) => `${host} {
	# in this order: the first one that fits answers
	route {
${lines.flatMap((line, index) => block(line, index + 1, upstream)).join('\n')}
	}
}
`,
    )
    .join('\n')
}

function block(line: Line, number: number, upstream: Upstream): string[] {
  return matchers(line).flatMap((matcher, index) => {
    const name = `@bramble-${number}${index === 0 ? '' : '-as-sent'}`
    const answers = answer(line, upstream)
    if (matcher === null) return answers.map((text) => `\t\t${text}`)
    return [
      `\t\t${name} ${matcher}`,
      `\t\thandle ${name} {`,
      ...answers.map((text) => `\t\t\t${text}`),
      '\t\t}',
    ]
  })
}

/** Null where everything fits. */
function matchers({ match, to }: Line): (string | null)[] {
  switch (match.kind) {
    case 'regex':
      return [`path_regexp \`${match.pattern}\``]
    case 'prefix':
      return [
        `path ${match.pattern}*`,
        ...(to.kind === 'not-found'
          ? [`vars_regexp {http.request.uri.path} \`${unresolved(match.pattern)}\``]
          : []),
      ]
    case 'exact':
      return [`path ${match.pattern}`]
    case 'all':
      return [null]
  }
}

function answer({ to, strip, site }: Line, upstream: Upstream): string[] {
  switch (to.kind) {
    case 'service': {
      const without = (to.withoutHeaders ?? []).map((name) => `request_header -${name}`)
      const proxy = `reverse_proxy ${upstream(to.service, to.port, site)}`
      return [...without, ...(strip === '' ? [] : [`uri strip_prefix ${strip}`]), proxy]
    }
    case 'text':
      return [`respond \`${plainText(to.body.trimEnd())}\` 200`]
    case 'redirect':
      // without the star the path would be read as what to match
      return [`redir * ${to.path} 308`]
    case 'not-found':
      return ['respond 404']
  }
}
