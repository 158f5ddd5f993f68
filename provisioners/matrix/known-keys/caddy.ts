/** The keys of Caddy's own JSON (caddyserver.com/docs/json), as far as Bramble may write them. */
import {
  among,
  anything,
  either,
  keys,
  list,
  must,
  names,
  port,
  text,
  whole,
  yesNo,
  type Shape,
} from '../../stack/strict/shape.ts'

const duration = either(text(/^(\d+(\.\d+)?(ns|us|ms|s|m|h|d))+$/), whole())
const bytes = whole(0, 2 ** 53 - 1)
const headerValues = names(list(text()), /^[A-Za-z0-9-]+$/)
const network = text(/^([0-9a-f.:]+(\/\d{1,3})?|private_ranges)$/)

const matcher: Shape = keys({
  host: list(text()),
  path: list(text()),
  path_regexp: keys({ name: text(), pattern: text() }, ['pattern']),
  // by the placeholder whose value is compared
  vars_regexp: names(keys({ name: text(), pattern: text() }, ['pattern']), /^\{[a-z_.]+\}$/),
  method: list(text(/^[A-Z]+$/)),
  header: names(list(text())),
  protocol: text(),
  remote_ip: keys({ ranges: list(network) }),
  client_ip: keys({ ranges: list(network) }),
  expression: text(),
  not: list(anything),
})

const staticResponse = keys(
  {
    handler: among('static_response'),
    status_code: either(whole(100, 599), text()),
    headers: headerValues,
    body: text(),
    close: yesNo,
    abort: yesNo,
  },
  ['handler'],
)

const headerOperations = keys({
  add: headerValues,
  set: headerValues,
  delete: list(text()),
  replace: names(list(keys({ search: text(), search_regexp: text(), replace: text() }))),
})
const responseHeaders = keys({
  add: headerValues,
  set: headerValues,
  delete: list(text()),
  deferred: yesNo,
  require: anything,
})

const reverseProxy = keys(
  {
    handler: among('reverse_proxy'),
    upstreams: list(keys({ dial: text(/^[a-z0-9.-]+:\d+$/), max_requests: whole() }, ['dial']), 1),
    transport: keys(
      {
        protocol: among('http'),
        dial_timeout: duration,
        response_header_timeout: duration,
        read_timeout: duration,
        write_timeout: duration,
        keep_alive: keys({ enabled: yesNo, idle_timeout: duration }),
        compression: yesNo,
        versions: list(among('1.1', '2', 'h2c', '3')),
        max_response_header_size: bytes,
      },
      ['protocol'],
    ),
    headers: keys({ request: headerOperations, response: responseHeaders }),
    trusted_proxies: list(network),
    flush_interval: either(whole(-1), duration),
    rewrite: keys({ uri: text(), strip_path_prefix: text(), method: text() }),
    stream_timeout: duration,
    stream_close_delay: duration,
    request_buffers: bytes,
    response_buffers: bytes,
  },
  ['handler', 'upstreams'],
)

const headers = keys({ handler: among('headers'), request: headerOperations, response: responseHeaders }, [
  'handler',
])

const rewrite = keys(
  {
    handler: among('rewrite'),
    uri: text(),
    strip_path_prefix: text(/^\//),
    strip_path_suffix: text(),
    method: text(),
    uri_substring: list(keys({ find: text(), replace: text(), limit: whole() })),
    path_regexp: list(keys({ find: text(), replace: text() })),
  },
  ['handler'],
)

const requestBody = keys({ handler: among('request_body'), max_size: bytes, read_timeout: duration }, [
  'handler',
  'max_size',
])
const others = either(
  keys({ handler: among('vars') }, ['handler']),
  keys({ handler: among('error'), status_code: either(whole(400, 599), text()), error: text() }, ['handler']),
  keys({ handler: among('file_server'), root: text(/^\//), index_names: list(text()), hide: list(text()) }, [
    'handler',
  ]),
)

/** A subroute holds routes that hold handlers: to the depth that any configuration of ours could want. */
function routes(depth: number): Shape {
  const subroute = keys(
    {
      handler: among('subroute'),
      routes: depth === 0 ? list(keys({})) : list(route(depth - 1)),
      errors: keys({ routes: list(anything) }),
    },
    ['handler', 'routes'],
  )
  return list(either(staticResponse, reverseProxy, headers, rewrite, requestBody, subroute, others), 1)
}

const route = (depth: number): Shape =>
  keys({ group: text(), match: list(matcher, 1), handle: routes(depth), terminal: yesNo }, ['handle'])

const server = keys(
  {
    listen: list(text(/^([0-9a-z.:[\]]*):\d+$/), 1),
    protocols: list(among('h1', 'h2', 'h2c', 'h3'), 1),
    automatic_https: keys({
      disable: yesNo,
      disable_redirects: yesNo,
      disable_certificates: yesNo,
      skip: list(text()),
      skip_certificates: list(text()),
    }),
    tls_connection_policies: list(
      keys({
        match: keys({ sni: list(text()) }),
        default_sni: text(),
        fallback_sni: text(),
        alpn: list(text()),
        protocol_min: among('tls1.2', 'tls1.3'),
        protocol_max: among('tls1.2', 'tls1.3'),
        certificate_selection: anything,
      }),
    ),
    routes: list(route(3)),
    errors: keys({ routes: list(route(1)) }),
    trusted_proxies: keys({ source: among('static'), ranges: list(network, 1) }, ['source', 'ranges']),
    trusted_proxies_strict: whole(0, 1),
    client_ip_headers: list(text()),
    logs: keys({ default_logger_name: text(), logger_names: names(list(text())), skip_hosts: list(text()) }),
    read_timeout: duration,
    read_header_timeout: duration,
    write_timeout: duration,
    idle_timeout: duration,
    max_header_bytes: bytes,
    strict_sni_host: yesNo,
  },
  ['listen', 'routes'],
)

const issuer = either(
  keys({ module: among('internal'), ca: text(), lifetime: duration, sign_with_root: yesNo }, ['module']),
  keys(
    {
      module: among('acme'),
      ca: text(/^https:\/\//),
      test_ca: text(/^https:\/\//),
      email: text(/^[^\s@]+@[^\s@]+$/),
      acme_timeout: duration,
      trusted_roots_pem_files: list(text(/^\//)),
      challenges: keys({
        http: keys({ disabled: yesNo, alternate_port: port }),
        'tls-alpn': keys({ disabled: yesNo, alternate_port: port }),
        bind_host: text(),
      }),
      preferred_chains: anything,
      profile: text(),
    },
    ['module'],
  ),
)

export const caddyKeys: Shape = keys(
  {
    admin: keys({ disabled: yesNo, listen: text(), config: keys({ persist: yesNo }) }),
    logging: keys({
      logs: names(
        keys({
          level: among('DEBUG', 'INFO', 'WARN', 'ERROR'),
          writer: keys(
            { output: among('file'), filename: text(/^\//), roll_size_mb: whole(1), roll_keep: whole(1) },
            ['output', 'filename'],
          ),
          encoder: anything,
          include: list(text()),
          exclude: list(text()),
        }),
      ),
    }),
    storage: keys({ module: among('file_system'), root: text(/^\//) }, ['module']),
    // one that only asks for certificates serves nothing
    apps: keys({
      http: keys({ servers: names(server), http_port: port, https_port: port, grace_period: duration }, [
        'servers',
      ]),
      tls: keys({
        certificates: keys({ automate: list(text(), 1) }),
        automation: keys({
          policies: list(
            keys({
              subjects: list(text(), 1),
              issuers: list(issuer, 1),
              on_demand: yesNo,
              key_type: text(),
            }),
          ),
          ocsp_interval: duration,
        }),
        disable_ocsp_stapling: yesNo,
      }),
      pki: keys({
        certificate_authorities: names(
          keys({ name: text(), root_common_name: text(), install_trust: yesNo }),
        ),
      }),
    }),
  },
  ['admin', 'apps'],
  must(
    ({ admin }) => (admin as { disabled?: unknown } | undefined)?.disabled === true,
    'leaves its administration open',
  ),
)
