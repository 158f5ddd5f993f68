import { describe, expect, it } from 'vitest'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { containerPrograms, programs } from '../../../provisioners/host/practice/programs/index.ts'
import { sh } from '../../../provisioners/shell/command.ts'
import { practice, run, withDocker, withTailscale } from './support.ts'

/** These take anything, on a real Pi too. */
const takesAnything = new Set(['true', 'false', 'printf'])

describe('what the practice Pi does not know', () => {
  const strict = Object.keys(programs).filter((name) => !takesAnything.has(name))

  it.each(strict)('%s refuses an unknown flag loudly', async (name) => {
    const pi = withTailscale(await withDocker(practice()))
    // no Pi has it of itself
    pi.machine.files.write('/usr/bin/upnpc', '')
    await expect(run(pi, sh`${name} --no-such-flag`)).rejects.toThrow(PracticeError)
  })

  it('refuses an unknown program loudly, and names it', async () => {
    await expect(run(practice(), sh`frobnicate -x`)).rejects.toThrow(/frobnicate/)
  })

  it.each([
    ['apt-get dist-upgrade', sh`apt-get dist-upgrade --yes`],
    ['a package of no catalogue', sh`apt-get install --yes vim`],
    ['a verb of systemctl', sh`systemctl edit docker`],
    ['a property of systemctl', sh`systemctl show -p Frobnication docker`],
    ['a field of stat', sh`stat -c ${'%Z'} /etc`],
    ['a field of find', sh`find /etc -printf ${'%Z'}`],
    ['an expression of find', sh`find /etc -frob`],
    ['a column of findmnt', sh`findmnt --json --bytes --output FROB`],
    ['a page of the internet', sh`curl --silent https://example.org/`],
    ['a field of dpkg-query', sh`dpkg-query --show ${'--showformat=${Frob}'} curl`],
  ])('refuses %s', async (_, command) => {
    await expect(run(practice(), command)).rejects.toThrow(PracticeError)
  })

  it.each([
    ['a command of docker', sh`docker swarm init`],
    ['a verb of compose', sh`docker compose --project-name a --project-directory / --file /f down`],
    ['a template of docker', sh`docker info --format ${'{{len .Containers}}'}`],
    ['a field of docker', sh`docker info --format ${'{{.Frob}}'}`],
    ['a filter of docker', sh`docker ps --filter ancestor=postgres --quiet`],
    [
      'a part of the Engine’s API',
      sh`curl --silent --unix-socket /var/run/docker.sock http://localhost/info`,
    ],
  ])('refuses %s', async (_, command) => {
    const pi = await withDocker(practice())
    pi.machine.files.write('/f', 'services: { caddy: { image: "caddy:2.11.4" } }')
    await expect(run(pi, command)).rejects.toThrow(PracticeError)
  })

  it('knows no program twice for the host and for containers with different meanings', () => {
    for (const [name, program] of Object.entries(containerPrograms))
      if (programs[name]) expect(programs[name]).toBe(program)
  })
})
