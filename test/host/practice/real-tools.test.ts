/** The same commands through a real shell and on the model: what is printed and the status are the same. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '../../../provisioners/shell/command.ts'
import { allOf, anyOf, pipe, sh, withInput } from '../../../provisioners/shell/command.ts'
import { render } from '../../../provisioners/shell/render.ts'
import type { PracticePi } from '../../../provisioners/host/practice/pi.ts'
import { practice, run, START } from './support.ts'

const uid = process.getuid?.() ?? 0
const gid = process.getgid?.() ?? 0
const who = { uid, gid, groups: [gid] }

/** Coreutils and findutils as Debian has them. */
const linux = process.platform === 'linux' && spawnSync('find', ['--version']).status === 0

describe.skipIf(!linux)('the model against the real tools (skipped where GNU tools are missing)', () => {
  let root = ''
  let pi: PracticePi

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'bramble-practice-')))
    pi = practice()
    pi.machine.files.mkdir(root, { parents: true })
    pi.machine.files.chmod(root, 0o700)
    pi.machine.files.chown(root, { uid, gid })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const real = (command: Command) => {
    const ran = spawnSync('sh', ['-s'], {
      input: render(command),
      cwd: '/',
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: process.env['PATH'] },
    })
    return { status: ran.status, stdout: ran.stdout }
  }
  const model = async (command: Command) => {
    const { status, stdout } = await run(pi, command, { who })
    return { status, stdout }
  }

  /** In this order: later commands see what earlier ones did. */
  const commands: readonly [string, (at: string) => Command][] = [
    ['make directories', (at) => sh`mkdir -p ${at}/a/b ${at}/empty`],
    ['make one twice', (at) => sh`mkdir ${at}/a`],
    ['install -d with a mode', (at) => sh`install -d -m 0750 ${at}/private`],
    ['write by tee', (at) => withInput(sh`tee ${at}/a/one.txt`, ['first\nsecond\nthird\n'])],
    ['append by tee', (at) => withInput(sh`tee -a ${at}/a/one.txt`, ['fourth'])],
    ['write without a newline', (at) => withInput(sh`tee ${at}/a/b/two.yaml`, ['k: v'])],
    ['tee into nowhere', (at) => withInput(sh`tee ${at}/no/where`, ['x'])],
    ['touch', (at) => sh`touch ${at}/a/blank ${at}/a/b/good`],
    ['chmod', (at) => sh`chmod 0600 ${at}/a/one.txt`],
    ['sed puts a line into another', (at) => sh`sed ${'s/.*/data = "a\\&b=&"/'} ${at}/a/b/two.yaml`],
    [
      'sed takes a piece out',
      () =>
        withInput(sh`sed -n ${'s/.*"t":"\\([^"]*\\)".*/header = "B \\1"/p'}`, ['{"x":1,"t":"abc","y":"z"}']),
    ],
    ['sed prints nothing', () => withInput(sh`sed -n ${'s/.*"t":"\\([^"]*\\)".*/\\1/p'}`, ['{"u":"abc"}\n'])],
    ['sed without its file', (at) => sh`sed ${'s/a/b/'} ${at}/none`],
    ['a link', (at) => sh`ln -sT ${'{"run":"x"}'} ${at}/lock`],
    ['a link that is there', (at) => sh`ln -sT other ${at}/lock`],
    ['read a link', (at) => sh`readlink ${at}/lock`],
    ['read no link', (at) => sh`readlink ${at}/a`],
    ['read a missing link', (at) => sh`readlink ${at}/nothing`],
    ['a link to a directory', (at) => sh`ln -sfT a ${at}/current.new`],
    ['rename over nothing', (at) => sh`mv -T ${at}/current.new ${at}/current`],
    ['another link', (at) => sh`ln -sfT private ${at}/current.new`],
    ['rename over a link', (at) => sh`mv -T ${at}/current.new ${at}/current`],
    ['where it leads', (at) => sh`readlink -f ${at}/current`],
    ['cat', (at) => sh`cat ${at}/a/one.txt`],
    ['cat what is missing', (at) => sh`cat ${at}/a/one.txt ${at}/missing`],
    ['cat a directory', (at) => sh`cat ${at}/a`],
    ['tail by bytes', (at) => sh`tail -c +7 ${at}/a/one.txt`],
    ['tail beyond the end', (at) => sh`tail -c +700 ${at}/a/one.txt`],
    ['tail by lines', (at) => sh`tail -n 2 ${at}/a/one.txt`],
    ['tail what is missing', (at) => sh`tail -c +1 ${at}/missing`],
    ['head', (at) => sh`head -n 1 ${at}/a/one.txt`],
    ['head by bytes', (at) => sh`head -c 3 ${at}/a/one.txt`],
    ['hashes', (at) => sh`sha256sum ${at}/a/one.txt ${at}/a/blank`],
    ['hash of what is missing', (at) => sh`sha256sum ${at}/missing ${at}/a/blank`],
    ['base64', (at) => sh`base64 -w0 ${at}/a/one.txt`],
    ['base64, wrapped', (at) => sh`base64 -w 8 ${at}/a/one.txt`],
    ['lines counted', (at) => sh`wc -l ${at}/a/one.txt`],
    ['stat', (at) => sh`stat -c ${'%n %a %u %g %s %F'} ${at}/a/one.txt ${at}/a/blank ${at}/lock`],
    ['stat of what is missing', (at) => sh`stat -c %a ${at}/missing`],
    ['a listing', (at) => pipe(sh`find ${at} -maxdepth 1 -printf ${'%y %m %U %G %p\\n'}`, sh`sort`)],
    [
      'a deeper one',
      (at) =>
        pipe(sh`find ${at} -mindepth 2 -maxdepth 2 -name ${'*.txt'} -printf ${'%P %s %f %h\\n'}`, sh`sort`),
    ],
    [
      'without a path',
      (at) => pipe(sh`find ${at} -not -path ${`${at}/a/*`} -type d -printf ${'%p\\n'}`, sh`sort`),
    ],
    ['links and their targets', (at) => sh`find ${at} -type l -name lock -printf ${'%f -> %l\\n'}`],
    [
      'names with contents',
      (at) =>
        sh`find ${at}/a/b -type f -name two.yaml -printf ${'%f\\n'} -exec base64 -w0 ${'{}'} ${';'} -printf ${'\\n'}`,
    ],
    ['a missing start', (at) => sh`find ${at}/missing -type f`],
    [
      'the times of files',
      (at) =>
        pipe(sh`find ${at}/a -name blank -printf ${'%T@ %P\\n'}`, sh`grep -c ${'^[0-9]*[.][0-9]* blank$'}`),
    ],
    ['hash all', (at) => pipe(sh`find ${at}/a/b -type f -print0`, sh`xargs -0 -r sha256sum`, sh`sort`)],
    ['xargs of nothing', (at) => pipe(sh`find ${at}/empty -type f -print0`, sh`xargs -0 -r sha256sum`)],
    ['xargs of a failure', (at) => pipe(sh`echo ${at}/missing`, sh`xargs -r cat`)],
    ['grep with names', (at) => sh`grep --recursive --null --with-filename --regexp= ${at}/a/b/two.yaml`],
    [
      'grep in one kind',
      (at) => sh`grep --recursive --null --with-filename --include=${'*.yaml'} --regexp= ${at}`,
    ],
    ['grep of nothing', (at) => sh`grep --recursive --null --with-filename --regexp= ${at}/missing`],
    ['grep without a hit', (at) => sh`grep -F zzz ${at}/a/one.txt`],
    ['grep quietly', (at) => sh`grep -q second ${at}/a/one.txt`],
    ['any of', (at) => anyOf(sh`test ${'!'} -e ${at}/a`, sh`cat ${at}/a/b/two.yaml`)],
    ['all of', (at) => allOf(sh`test -d ${at}/a`, sh`test -L ${at}/lock`, sh`test -s ${at}/a/blank`)],
    ['a pipe that fails on its left', (at) => pipe(sh`cat ${at}/missing`, sh`wc -l`)],
    ['printf', () => sh`printf ${'%s-%s\\n'} a b c d`],
    ['move a directory', (at) => sh`mv -T ${at}/a/b ${at}/moved`],
    ['move over a full directory', (at) => sh`mv -T ${at}/moved ${at}/a`],
    ['copy with its mode', (at) => sh`cp -p ${at}/a/one.txt ${at}/copied`],
    ['the copy', (at) => sh`stat -c ${'%a %s'} ${at}/copied`],
    ['remove a directory as a file', (at) => sh`rm ${at}/a`],
    ['remove what is missing', (at) => sh`rm -f -- ${at}/missing`],
    ['remove a tree', (at) => sh`rm -rf -- ${at}/a`],
    ['what is left', (at) => pipe(sh`find ${at} -printf ${'%y %m %P\\n'}`, sh`sort`)],
  ]

  it.each(commands)('%s', async (_, command) => {
    expect(await model(command(root))).toEqual(real(command(root)))
  })

  it('has the same clock format', async () => {
    expect(execFileSync('date', ['+%s'], { encoding: 'utf8' })).toMatch(/^\d+\n$/)
    expect((await model(sh`date +%s`)).stdout).toBe(`${START}\n`)
  })
})
