/** English. Another language is an object of the same type: `Words` makes a missing key a type error. */
import { bridgeChange, bridges, bridgeSignIn } from './en/bridges.ts'
import { atWork, changes, lives, newer, settings, uninstall } from './en/changes.ts'
import { common, problems } from './en/common.ts'
import { home } from './en/home.ts'
import { install, ready, review } from './en/install.ts'
import { address, cloudflare, domain, files, homeWay, ladder, outside, proxy } from './en/reach.ts'
import { checkup, extras, find, setup, signIn } from './en/setup.ts'
import { invitations, person, persons } from './en/people.ts'
import { logs, overview, server, services } from './en/server.ts'
import { asked, tailnet } from './en/tailnet.ts'
import { branding, captcha, mail, options, people, ways } from './en/ways.ts'

export const en = {
  locale: 'en-GB',
  atWork,
  lives,
  newer,
  settings,
  uninstall,
  changes,
  common,
  problems,
  home,
  setup,
  find,
  signIn,
  checkup,
  address,
  homeWay,
  tailnet,
  domain,
  files,
  proxy,
  cloudflare,
  asked,
  ladder,
  outside,
  people,
  ways,
  mail,
  captcha,
  branding,
  options,
  extras,
  review,
  install,
  ready,
  server,
  overview,
  services,
  logs,
  persons,
  person,
  invitations,
  bridges,
  bridgeChange,
  bridgeSignIn,
}

export type Words = typeof en
