/** What each provider really sends, in its own shapes: claims of the ID token and of the userinfo endpoint. */

export interface Person {
  readonly settings: Readonly<Record<string, string | boolean>>
  readonly idToken?: Readonly<Record<string, unknown>>
  readonly userinfo?: Readonly<Record<string, unknown>>
  /** What comes back beside the code. */
  readonly callback?: Readonly<Record<string, unknown>>
  /** Null: nothing is imported, or nothing comes out. */
  readonly becomes: {
    readonly subject: string
    readonly localpart: string | null
    readonly displayname: string | null
    readonly email: string | null
  }
}

const client = { clientId: 'matrix' }
const full = {
  sub: '6c9c2a0e-5a0e-4f0d-9a3c-0d9f6d2c7b11',
  preferred_username: 'Mary.O’Neill',
  name: 'Mary O’Neill',
  email: 'mary@example.org',
  email_verified: true,
}
const fullBecomes = {
  subject: full.sub,
  localpart: 'mary.o_neill',
  displayname: 'Mary O’Neill',
  email: 'mary@example.org',
}
const unproven = { ...full, email_verified: false }

/** By the provider's id; the first is an ordinary person, the others are those that go wrong elsewhere. */
export const people: Readonly<Record<string, readonly Person[]>> = {
  'keycloak-elsewhere': [
    {
      settings: { ...client, issuer: 'https://kc.example.org/realms/family' },
      idToken: full,
      becomes: fullBecomes,
    },
    {
      settings: { ...client, issuer: 'https://kc.example.org/realms/family/' },
      idToken: unproven,
      becomes: { ...fullBecomes, email: null },
    },
  ],
  'pocket-id-elsewhere': [
    {
      settings: { ...client, address: 'https://id.example.org' },
      idToken: { ...full, preferred_username: 'Tim@Home' },
      becomes: { ...fullBecomes, localpart: 'tim_home' },
    },
  ],
  authentik: [
    {
      settings: { ...client, address: 'https://ak.example.org/', slug: 'matrix' },
      idToken: unproven,
      becomes: { ...fullBecomes, email: null },
    },
  ],
  authelia: [
    {
      settings: { ...client, address: 'https://auth.example.org' },
      // since 4.39 the token is thin
      idToken: { sub: full.sub, amr: ['pwd'] },
      userinfo: full,
      becomes: fullBecomes,
    },
  ],
  kanidm: [
    {
      settings: { ...client, address: 'https://idm.example.org' },
      idToken: full,
      becomes: fullBecomes,
    },
  ],
  google: [
    {
      settings: client,
      idToken: { sub: '1108', name: 'Ana', email: 'ana@gmail.com', email_verified: true },
      becomes: { subject: '1108', localpart: null, displayname: 'Ana', email: 'ana@gmail.com' },
    },
    {
      settings: { ...client, domain: 'example.org' },
      idToken: {
        sub: '1109',
        hd: 'example.org',
        name: 'Ana',
        email: 'ana@example.org',
        email_verified: true,
      },
      becomes: { subject: '1109', localpart: null, displayname: 'Ana', email: 'ana@example.org' },
    },
    {
      // somebody of another domain has no subject, and MAS refuses that
      settings: { ...client, domain: 'example.org' },
      idToken: {
        sub: '1110',
        hd: 'example.com',
        name: 'Eve',
        email: 'eve@example.com',
        email_verified: true,
      },
      becomes: { subject: '', localpart: null, displayname: 'Eve', email: 'eve@example.com' },
    },
  ],
  microsoft: [
    {
      settings: { ...client, tenant: '0A1b2c3d-0000-4000-8000-000000000000' },
      idToken: {
        sub: 'AAAA_x-1',
        oid: 'b7',
        preferred_username: 'Jörg.Groß@Contoso.com',
        name: 'Jörg Groß',
        email: 'ceo@example.org',
      },
      becomes: { subject: 'AAAA_x-1', localpart: 'joerg.gross', displayname: 'Jörg Groß', email: null },
    },
  ],
  okta: [
    {
      settings: { ...client, issuer: 'https://example.okta.com' },
      idToken: { sub: '00u1', name: 'Mary', preferred_username: 'mary@example.org' },
      userinfo: { sub: '00u1', email: 'mary@example.org', email_verified: true },
      becomes: { subject: '00u1', localpart: 'mary', displayname: 'Mary', email: 'mary@example.org' },
    },
  ],
  auth0: [
    {
      settings: { ...client, domain: 'example.eu.auth0.com' },
      idToken: {
        sub: 'auth0|5f',
        nickname: 'mary',
        name: 'mary@example.org',
        email: 'mary@example.org',
        email_verified: false,
      },
      becomes: { subject: 'auth0|5f', localpart: 'mary', displayname: 'mary@example.org', email: null },
    },
  ],
  gitlab: [
    {
      settings: client,
      idToken: { sub: '42', email: 'mary@example.org', email_verified: true },
      userinfo: { sub: '42', name: 'Mary', nickname: 'mary', preferred_username: 'mary' },
      becomes: { subject: '42', localpart: null, displayname: 'Mary', email: 'mary@example.org' },
    },
    {
      settings: { ...client, address: 'https://git.example.org' },
      idToken: { sub: '42', preferred_username: '2024' },
      userinfo: { sub: '42', name: 'Mary' },
      becomes: { subject: '42', localpart: 'u2024', displayname: 'Mary', email: null },
    },
  ],
  github: [
    {
      settings: client,
      userinfo: { id: 583231, login: 'OctoCat', name: null, email: 'octo@example.org' },
      becomes: { subject: '583231', localpart: 'octocat', displayname: null, email: null },
    },
  ],
  apple: [
    {
      settings: { ...client, teamId: 'ABCDE12345', keyId: 'FGHIJ67890' },
      idToken: { sub: '0012.ab', email: 'x7@privaterelay.appleid.com', email_verified: 'true' },
      callback: {
        user: '{"name":{"firstName":"Mary","lastName":"O’Neill"},"email":"x7@privaterelay.appleid.com"}',
      },
      becomes: {
        subject: '0012.ab',
        localpart: null,
        displayname: 'Mary O’Neill',
        email: 'x7@privaterelay.appleid.com',
      },
    },
    {
      // not the first time, or a person who gives no name
      settings: { ...client, teamId: 'ABCDE12345', keyId: 'FGHIJ67890' },
      idToken: { sub: '0012.ab', email: 'x7@privaterelay.appleid.com', email_verified: true },
      becomes: {
        subject: '0012.ab',
        localpart: null,
        displayname: null,
        email: 'x7@privaterelay.appleid.com',
      },
    },
  ],
  discord: [
    {
      settings: client,
      idToken: { sub: '80351110224678912' },
      userinfo: {
        id: '80351110224678912',
        username: 'nelly',
        global_name: null,
        email: 'nelly@example.org',
        verified: false,
      },
      becomes: { subject: '80351110224678912', localpart: 'nelly', displayname: 'nelly', email: null },
    },
    {
      settings: client,
      idToken: { sub: '8' },
      userinfo: {
        id: '8',
        username: 'n__',
        global_name: 'Nelly 🎈',
        email: 'nelly@example.org',
        verified: true,
      },
      becomes: { subject: '8', localpart: 'n__', displayname: 'Nelly 🎈', email: 'nelly@example.org' },
    },
  ],
  facebook: [
    {
      settings: client,
      idToken: { sub: '10159', name: 'Mary', email: 'mary@example.org' },
      becomes: { subject: '10159', localpart: null, displayname: 'Mary', email: null },
    },
  ],
  atlogin: [
    {
      settings: { ...client, address: 'https://login.example.org' },
      // its “email” is what was typed, and no mailbox
      idToken: { sub: 'did:plc:abc', name: 'mary.bsky.social', email: 'mary@bsky.social' },
      becomes: {
        subject: 'did:plc:abc',
        localpart: 'mary.bsky.social',
        displayname: 'mary.bsky.social',
        email: null,
      },
    },
  ],
  oidc: [
    {
      settings: { ...client, issuer: 'https://id.example.org' },
      idToken: { ...full, preferred_username: '😀' },
      becomes: { ...fullBecomes, localpart: full.sub },
    },
    {
      settings: { ...client, issuer: 'https://id.example.org', userinfo: true },
      idToken: { sub: '7' },
      userinfo: unproven,
      becomes: { ...fullBecomes, subject: '7', email: null },
    },
  ],
}
