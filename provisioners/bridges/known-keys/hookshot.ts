/** What Bramble may write into the settings of Hookshot (matrix-hookshot, config.sample.yml and src/config). */
import { always, among, keys, list, port, text, whole } from '../../stack/strict/shape.ts'

export const hookshotKeys = keys(
  {
    bridge: keys(
      {
        domain: text(/^[a-z0-9.-]+(:\d+)?$/),
        url: text(/^http:\/\/synapse:\d+$/),
        port,
        bindAddress: among('0.0.0.0'),
      },
      ['domain', 'url', 'port', 'bindAddress'],
    ),
    logging: keys({
      level: among('debug', 'info', 'warn', 'error', 'trace'),
      colorize: always(false),
      json: always(true),
      timestampFormat: text(),
    }),
    passFile: text(/^\/config\/[a-z.]+$/),
    listeners: list(
      keys({ port, bindAddress: among('127.0.0.1'), resources: list(among('webhooks'), 1) }, [
        'port',
        'bindAddress',
        'resources',
      ]),
      1,
    ),
    permissions: list(
      keys(
        {
          actor: text(/^[^*\s]+$/),
          services: list(
            keys({
              service: text(),
              level: among('commands', 'login', 'notifications', 'manageConnections', 'admin'),
            }),
            1,
          ),
        },
        ['actor', 'services'],
      ),
      1,
    ),
    feeds: keys(
      {
        enabled: always(true),
        pollIntervalSeconds: whole(60),
        pollTimeoutSeconds: whole(1),
        pollConcurrency: whole(1, 10),
      },
      ['enabled'],
    ),
    bot: keys({ displayname: text() }),
  },
  // nobody of another server may ask anything of it
  ['bridge', 'logging', 'passFile', 'listeners', 'permissions', 'feeds'],
)
