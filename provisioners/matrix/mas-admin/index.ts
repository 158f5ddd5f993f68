/** MAS's Admin API as typed calls over somebody else's connection. */
export { adminApi, type AdminApi, type Ask, type MasAnswer, type MasRequest } from './call.ts'
export { addInvitation, listInvitations, revokeInvitation, unrevokeInvitation } from './invitations.ts'
export { countSessions, endSessions } from './sessions.ts'
export {
  countAdmins,
  createAccount,
  deactivate,
  findUser,
  getUser,
  listEmails,
  listUsers,
  lock,
  reactivate,
  setAdmin,
  setPassword,
  unlock,
  type NewAccount,
  type User,
  type UserQuery,
} from './users.ts'
