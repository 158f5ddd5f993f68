/** What Synapse reads below `experimental_features`; its own schema leaves this open (Synapse, synapse/config/experimental.py). */
import { among, keys, yesNo, type Shape } from '../../stack/strict/shape.ts'

/**
 * `msc3861` is not among them: Synapse refuses to start with it since 1.157. The two QR sign-ins need
 * `matrix_authentication_service`, which is always on here.
 */
export const experimentalKeys: Shape = keys({
  msc4108_enabled: yesNo,
  msc4388_mode: among('off', 'open', 'authenticated'),
  msc2409_to_device_messages_enabled: yesNo,
  msc3202_transaction_extensions: yesNo,
  msc4143_enabled: yesNo,
  msc4222_enabled: yesNo,
  msc4028_push_encrypted_events: yesNo,
  msc3881_enabled: yesNo,
  msc4155_enabled: yesNo,
})
