/** The part of the check that the Pi can do alone, before every plan that will ask for certificates. Pure. */
import { cannot, defineResource, type Fact, type Resource } from '../engine/resource.ts'
import { allOf, anyOf, sh, type Command } from '../shell/command.ts'
import { PRODUCTION_DIRECTORY } from '../stack/routes/acme.ts'
import { certificateOf } from './certificates/places.ts'
import { addressLines } from './home-lines.ts'
import { judgeRecords, type Names } from './judge.ts'
import { questionsFor, resolverFact, resolvers, type Resolver, type View } from './resolvers.ts'
import { whereabouts, whereaboutsFacts } from './whereabouts.ts'

/**
 * Nothing is asked of the net once there are certificates: they are renewed by Caddy, and a name that went astray is a matter
 * of health and no reason to refuse a change. What could not be looked up refuses nothing.
 *
 * @param names for which a public authority will be asked
 */
export function domainLeadsHere(names: Names): Resource {
  const there = allOf(...names.map((name) => sh`test -s ${certificateOf(PRODUCTION_DIRECTORY, name)}`))
  const unless = <T>(fact: Fact<T>): Fact<T> => ({
    ...fact,
    id: `${fact.id}.uncertified`,
    command: anyOf(there, fact.command),
  })
  const questions = questionsFor(names)
  const dns = (resolver: Resolver): Fact<View> => {
    const fact = resolverFact(resolver, questions)
    return unless({
      ...fact,
      parse: (answer): View => ({ from: 'pi', resolver, answers: fact.parse(answer) }),
    })
  }
  const [google, cloudflare] = resolvers as readonly [Resolver, Resolver]
  return defineResource({
    id: 'domain-leads-here',
    title: 'A domain that leads here',
    phase: 'prepare',
    facts: {
      certified: certified(there),
      google: dns(google),
      cloudflare: dns(cloudflare),
      echo4a: unless(whereaboutsFacts.echo4a),
      echo4b: unless(whereaboutsFacts.echo4b),
      echo6a: unless(whereaboutsFacts.echo6a),
      echo6b: unless(whereaboutsFacts.echo6b),
      ownAddresses: unless(whereaboutsFacts.ownAddresses),
      routerAddress: unless(whereaboutsFacts.routerAddress),
    },
    diff(seen) {
      if (seen.certified) return { met: true, reason: 'There are certificates for its names.' }
      const at = whereabouts(seen)
      const { rows, lines } = judgeRecords(names, [seen.google, seen.cloudflare], at)
      const found = [...lines, ...addressLines(at)].filter(({ verdict }) => verdict === 'in-the-way')
      if (found.length > 0)
        return cannot(
          'domain-not-ready',
          found.map(({ title, detail, remedy }) => `${title}. ${detail} ${remedy}`).join(' '),
        )
      const unknown = rows.some(({ view }) => view.verdict === 'unknown')
      return {
        met: true,
        reason: unknown
          ? 'It could not be looked up just now; the certificate authority’s rehearsal shows it.'
          : `${names.join(' and ')} lead${names.length === 1 ? 's' : ''} to your Pi.`,
      }
    },
  })
}

const certified = (there: Command): Fact<boolean> => ({
  id: 'ingress.certified',
  command: there,
  parse: ({ status }) => status === 0,
})
