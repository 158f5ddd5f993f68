/** What people meet on the sign-in page besides the ways themselves: a captcha, and the owner's own lines. */
import { CAPTCHA_KEY } from '../../../provisioners/model/keys.ts'
import type { Intent } from '../../../provisioners/model/intent.ts'
import type { SignIn } from '../../../provisioners/model/sign-in.ts'
import { Segments, Tick } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { useWords } from '../../words/index.tsx'
import { isPage } from '../checks.ts'
import { SecretField } from './secret-field.tsx'
import type { Ways } from './use-ways.ts'

type Branding = Intent['branding']
const services = ['hcaptcha', 'cloudflare_turnstile', 'recaptcha_v2'] as const

interface CaptchaProps {
  captcha: SignIn['captcha']
  ways: Ways
  shown: boolean
  onCaptcha: (captcha: SignIn['captcha']) => void
  onGive: (id: string, value: string) => Promise<boolean>
}

export function Captcha({ captcha, ways, shown, onCaptcha, onGive }: CaptchaProps) {
  const words = useWords().captcha
  const bad = captcha !== null && captcha.siteKey.trim() === '' && shown
  return (
    <div className="stack g-2">
      <p className="t-13 quiet">{words.why}</p>
      <Tick
        checked={captcha !== null}
        onChecked={(value) => onCaptcha(value ? { service: 'hcaptcha', siteKey: '' } : null)}
      >
        <span>{words.use}</span>
      </Tick>
      {captcha !== null && (
        <>
          <div className="stack g-half">
            <p className="label">{words.service}</p>
            <Segments
              legend={words.service}
              options={services.map((value) => ({ value, label: words.services[value] }))}
              value={captcha.service}
              onValue={(service) => onCaptcha({ ...captcha, service })}
            />
          </div>
          <TextField
            label={words.siteKey}
            value={captcha.siteKey}
            maxLength={200}
            verdict={bad ? { tone: 'bad', text: words.siteKeyBad } : undefined}
            onValue={(siteKey) => onCaptcha({ ...captcha, siteKey })}
          />
          <SecretField
            label={words.secret}
            help=""
            place={ways.secrets[CAPTCHA_KEY]}
            needed={shown}
            onGive={(value) => onGive(CAPTCHA_KEY, value)}
          />
        </>
      )}
    </div>
  )
}

interface BrandingProps {
  branding: Branding
  onBranding: (branding: Branding) => void
}

export function BrandingLines({ branding, onBranding }: BrandingProps) {
  const words = useWords().branding
  const put = (name: keyof Branding, text: string) => {
    const { [name]: _before, ...rest } = branding
    onBranding(text === '' ? rest : { ...rest, [name]: text })
  }
  const bad = (text: string | undefined) =>
    isPage(text) ? undefined : ({ tone: 'bad', text: words.pageBad } as const)
  return (
    <div className="stack g-2">
      <TextField
        label={words.privacyPolicy}
        value={branding.privacyPolicy ?? ''}
        inputMode="url"
        placeholder={words.pagePlaceholder}
        maxLength={500}
        verdict={bad(branding.privacyPolicy)}
        onValue={(text) => put('privacyPolicy', text.trim())}
      />
      <TextField
        label={words.terms}
        value={branding.terms ?? ''}
        inputMode="url"
        placeholder={words.pagePlaceholder}
        maxLength={500}
        help={words.termsHelp}
        verdict={bad(branding.terms)}
        onValue={(text) => put('terms', text.trim())}
      />
      <TextField
        label={words.imprint}
        value={branding.imprint ?? ''}
        maxLength={200}
        onValue={(text) => put('imprint', text.trimStart())}
      />
    </div>
  )
}
