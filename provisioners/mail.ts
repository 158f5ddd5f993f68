/** The mail server tried from the Pi, with the password that was typed just now or the one that is there already. */
import { z } from 'zod'
import { MAIL_PASSWORD } from './components.ts'
import { look } from './engine/look.ts'
import { storedSecrets, type GivenSecrets } from './engine/secrets.ts'
import type { EngineMeans } from './engine.ts'
import { testMail, type MailTestMeans } from './host/mail-test.ts'
import { EngineError } from './model/engine-error.ts'
import type { MailTestLine } from './model/mail-test.ts'
import type { Secret } from './model/secret.ts'
import type { Mail } from './model/sign-in.ts'

/**
 * @param to who gets the test message
 * @throws EngineError intent-invalid for what is no e-mail address, and what connecting throws
 */
export async function testMailFromPi(
  mail: Mail,
  to: string,
  given: GivenSecrets | undefined,
  means: Pick<EngineMeans, 'connect' | 'now'> & Pick<MailTestMeans, 'ca'>,
): Promise<MailTestLine[]> {
  if (!z.email().safeParse(to).success)
    throw new EngineError('intent-invalid', 'The test message needs an e-mail address to go to.')
  const host = await means.connect()
  let password: Secret | null = given?.get(MAIL_PASSWORD) ?? null
  if (password === null && mail.username !== null) {
    const seen = await look(host, [{ facts: { storedSecrets } }])
    password = (seen.get(storedSecrets.id) as ReadonlyMap<string, Secret>).get(MAIL_PASSWORD) ?? null
  }
  return testMail(mail, to, {
    forward: (target) => host.forward(target),
    password,
    now: () => means.now(),
    ...(means.ca !== undefined && { ca: means.ca }),
  })
}
