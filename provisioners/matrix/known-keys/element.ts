/** The keys of Element Web's `config.json` (Element Web, docs/config.md), as far as Bramble may write them. */
import {
  among,
  either,
  keys,
  list,
  must,
  names,
  number,
  oneOf,
  text,
  yesNo,
  type Shape,
} from '../../stack/strict/shape.ts'

const address = text(/^https:\/\/\S+$/)
/** A base of URLs: the app appends paths that begin with a slash. */
const base = text(/^https:\/\/\S*[^/\s]$/)

const userInterface = names(either(yesNo, text(), number()), /^[A-Za-z.]+$/)

export const elementKeys: Shape = keys(
  {
    default_server_config: keys(
      {
        'm.homeserver': keys({ base_url: base, server_name: text() }, ['base_url']),
        'm.identity_server': keys({ base_url: base }, ['base_url']),
        // what other programs read of the same answer passes through here
        'org.matrix.msc2965.authentication': keys({ issuer: text(), account: text() }),
      },
      ['m.homeserver'],
    ),
    default_server_name: text(),
    default_hs_url: base,
    default_is_url: base,
    brand: text(),
    branding: keys({
      welcome_background_url: either(address, list(address)),
      auth_header_logo_url: address,
      auth_footer_links: list(keys({ text: text(), url: address }, ['text', 'url'])),
    }),
    disable_guests: yesNo,
    disable_custom_urls: yesNo,
    disable_login_language_selector: yesNo,
    disable_3pid_login: yesNo,
    permalink_prefix: address,
    default_theme: text(),
    default_country_code: text(/^[A-Z]{2}$/),
    default_federate: yesNo,
    default_device_display_name: text(),
    show_labs_settings: yesNo,
    features: names(yesNo, /^feature_[a-z0-9_]+$/),
    setting_defaults: userInterface,
    integrations_ui_url: address,
    integrations_rest_url: address,
    integrations_widgets_urls: list(address),
    bug_report_endpoint_url: text(),
    map_style_url: address,
    mobile_guide_toast: yesNo,
    mobile_guide_app_variant: among('element', 'element-classic', 'element-pro'),
    desktop_builds: keys({ available: yesNo, logo: address, url: address, url_macos: address }),
    sso_redirect_options: keys({ immediate: yesNo, on_welcome_page: yesNo, on_login_page: yesNo }),
    logout_redirect_url: address,
    embedded_pages: keys({ welcome_url: address, home_url: address, login_for_welcome: yesNo }),
    element_call: keys({
      url: address,
      disable: yesNo,
      use_exclusively: yesNo,
      participant_limit: number(),
      brand: text(),
    }),
    jitsi: keys({ preferred_domain: text() }),
    room_directory: keys({ servers: list(text()) }),
    enable_presence_by_hs_url: names(yesNo, /^https:\/\//),
    terms_and_conditions_links: list(keys({ text: text(), url: address }, ['text', 'url'])),
    privacy_policy_url: address,
    help_url: address,
    oidc_static_clients: names(keys({ client_id: text() }, ['client_id'])),
    oidc_metadata: keys({
      client_uri: address,
      logo_uri: address,
      tos_uri: address,
      policy_uri: address,
      contacts: list(text()),
    }),
  },
  [],
  // two of them together: the app shows an error and does not load
  oneOf('default_server_config', 'default_server_name', 'default_hs_url'),
  must(
    (value) => Object.keys(value).every((key) => /^[a-z0-9_]+$/.test(key)),
    'has a key that is not snake_case',
  ),
)
