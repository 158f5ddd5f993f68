/** The provisioning API of a bridge: its calls as data, and its answers as the window draws them. */
export { flows, ignored, stepAnswer, whoami, type StepAnswer } from './answers.ts'
export {
  readAnswer,
  requestOf,
  type Asking,
  type ProvisioningAnswer,
  type ProvisioningRequest,
} from './call.ts'
