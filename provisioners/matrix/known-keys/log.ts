/** The keys of Synapse's log settings: Python's `logging.config.dictConfig`, version 1 (docs.python.org, logging.config). */
import { among, keys, list, names, text, whole, yesNo, must, type Shape } from '../../stack/strict/shape.ts'

const level = among('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')
const logger = { level, handlers: list(text()), propagate: yesNo }

export const logKeys: Shape = keys(
  {
    version: whole(1, 1),
    formatters: names(keys({ format: text(), datefmt: text(), style: among('%', '{', '$') })),
    filters: names(keys({ name: text() })),
    handlers: names(
      keys(
        {
          // only to standard output, which Docker rotates
          class: among('logging.StreamHandler'),
          formatter: text(),
          level,
          filters: list(text()),
          stream: among('ext://sys.stdout', 'ext://sys.stderr'),
        },
        ['class'],
      ),
    ),
    loggers: names(keys(logger)),
    root: keys(logger, ['level', 'handlers']),
    disable_existing_loggers: yesNo,
    incremental: yesNo,
  },
  ['version', 'root'],
  must(({ handlers, root }) => {
    const known = Object.keys((handlers ?? {}) as object)
    const used = ((root ?? {}) as { handlers?: unknown }).handlers
    return Array.isArray(used) && used.every((name) => known.includes(String(name)))
  }, 'names a handler that is not there'),
)
