/** What Synapse reads of a registration (synapse/config/appservice.py): a switch must be one, and `url` must be there. */
import { always, either, keys, list, nothing, text, yesNo, type Shape } from '../../stack/strict/shape.ts'

const namespaces = list(keys({ regex: text(/^\^?[@#].+\$$/), exclusive: yesNo }, ['regex', 'exclusive']))

export const registrationKeys: Shape = keys(
  {
    id: text(/^[^|]+$/),
    url: either(text(/^http:\/\/[a-z0-9-]+:\d+$/), nothing),
    as_token: text(/^.{16,}$/),
    hs_token: text(/^.{16,}$/),
    sender_localpart: text(/^[a-z0-9._=-]+$/),
    rate_limited: always(false),
    namespaces: keys({ users: namespaces, aliases: namespaces, rooms: namespaces }, ['users']),
    'de.sorunome.msc2409.push_ephemeral': always(true),
    receive_ephemeral: always(true),
    'io.element.msc4190': always(true),
  },
  ['id', 'url', 'as_token', 'hs_token', 'sender_localpart', 'rate_limited', 'namespaces'],
)
