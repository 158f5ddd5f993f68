/** An intent about which something can be asked while another part of it is half typed. */
import type { Intent } from '../../../provisioners/model/intent.ts'
import { wrongAllowed } from '../checks.ts'

/** Leaves out what a provider's test does not need: the mail, what needs the mail, the captcha and the sign-in page. */
export function askable(intent: Intent): Intent {
  const { signIn } = intent
  const wrong = wrongAllowed(signIn.allowedEmails)
  const allowedEmails = signIn.allowedEmails.filter((entry) => !wrong.includes(entry))
  return {
    ...intent,
    mail: null,
    branding: {},
    signIn: {
      ...signIn,
      accounts: true,
      registration: 'invitation',
      passwordRecovery: false,
      captcha: null,
      allowedEmails,
      // who may come in is not what a test asks
      providers: signIn.providers.map((entry) =>
        entry.admits === 'listed' && allowedEmails.length === 0 ? { ...entry, admits: 'invited' } : entry,
      ),
    },
  }
}
