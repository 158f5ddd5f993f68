/** The forms of log lines, as upstream's sources write them: zerolog's JSON, zerolog on consoles, and Python's logging. */

export interface Sample {
  readonly id: string
  /** Whose log it is: a bridge's id, or `synapse`. */
  readonly bridge: string
  /** Forms of the same failure; each is a log of its own. */
  readonly logs: readonly (readonly string[])[]
}

const TIME = '2026-11-21T18:59:03.527Z'

/** One line of a bridge in both of its forms. */
export const zerolog = (
  level: 'fatal' | 'error' | 'warn' | 'debug',
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): readonly (readonly string[])[] => {
  const short = { fatal: 'FTL', error: 'ERR', warn: 'WRN', debug: 'DBG' }[level]
  const printed = Object.entries(fields).map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return `\u001b[36m${key}=\u001b[0m${/[\s"]/.test(text) ? JSON.stringify(text) : text}`
  })
  return [
    [JSON.stringify({ level, ...fields, time: TIME, message })],
    [
      [
        `\u001b[90m${TIME}\u001b[0m \u001b[31m${short}\u001b[0m \u001b[1m${message}\u001b[0m`,
        ...printed,
      ].join(' '),
    ],
  ]
}

/** A state of an account as bridges report it. */
export const state = (error: string): readonly (readonly string[])[] => [
  ...zerolog('debug', 'Sent new bridge state', {
    login_id: '4915112345678',
    bridge_state: { state_event: 'BAD_CREDENTIALS', error, source: 'bridge', remote_id: '4915112345678' },
  }).slice(0, 1),
  ...zerolog('error', 'Login is not usable', { login_id: '4915112345678', error }).slice(0, 1),
]

export const synapse = (level: string, logger: string, text: string): string =>
  `2026-11-21 18:59:03,527 - ${logger} - 131 - ${level} - GET-17 - ${text}`

export const request = (uri: string): string =>
  `<XForwardedForRequest at 0x7f5c0e1d90d0 method='GET' uri='${uri}' clientproto='HTTP/1.1' site='8008'>`

export const traceback = (...error: readonly string[]): readonly string[] => [
  'Traceback (most recent call last):',
  '  File "<frozen runpy>", line 198, in _run_module_as_main',
  '  File "/usr/local/lib/python3.13/site-packages/synapse/app/homeserver.py", line 447, in main',
  '    homeserver_config = load_or_generate_config(sys.argv[1:])',
  '  File "/usr/local/lib/python3.13/site-packages/synapse/config/appservice.py", line 73, in load_appservices',
  '    appservice = _load_appservice(hostname, yaml.safe_load(f), config_file)',
  ...error,
]

export const registration = (...error: readonly string[]): readonly string[] => [
  synapse(
    'ERROR',
    'synapse.config.appservice',
    "Failed to load appservice from '/config/registration-telegram.yaml'",
  ),
  ...traceback(...error),
]

export const start = (error: string): readonly (readonly string[])[] =>
  zerolog('fatal', 'Failed to start bridge', { error })
export const openDatabase = (error: string, more = {}): readonly (readonly string[])[] =>
  zerolog('fatal', 'Failed to initialize database', { error, db_section: 'main', ...more })
