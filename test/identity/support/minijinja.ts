/** The template engine that MAS uses, with the filters that MAS adds (MAS, crates/handlers/src/upstream_oauth2/template.rs). */
import minijinja from 'minijinja-js'

const environment = new minijinja.Environment()
environment.enablePyCompat()
environment.addFilter('string', String)
environment.addFilter('from_json', (text: string): unknown => JSON.parse(text))

export interface Claims {
  readonly idToken?: Readonly<Record<string, unknown>> | undefined
  readonly userinfo?: Readonly<Record<string, unknown>> | undefined
  readonly callback?: Readonly<Record<string, unknown>> | undefined
}

/** One template over what a provider sent; `user` is made as MAS makes it: the ID token wins. */
export function render(template: string, { idToken, userinfo, callback }: Claims): string {
  return environment.renderStr(template, {
    user: { ...userinfo, ...idToken },
    ...(idToken && { id_token_claims: idToken }),
    ...(userinfo && { userinfo_claims: userinfo }),
    ...(callback && { extra_callback_parameters: callback }),
  })
}
