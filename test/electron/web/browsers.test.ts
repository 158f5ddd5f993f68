/** Which browser opens the page, and where its passing files are. */
import { describe, expect, it } from 'vitest'
import { findBrowser, hasDisplay, temporaryParent, type Machine } from '../../../electron/web/browsers.ts'

describe('the browser', () => {
  const machine = (platform: NodeJS.Platform, env: Record<string, string>, there: string[]): Machine => ({
    platform,
    env,
    home: '/home/anna',
    exists: (path) => there.includes(path.replaceAll('\\', '/')),
  })

  it.each([
    ['linux', { PATH: '/usr/bin:/opt/bin' }, ['/opt/bin/google-chrome'], '/opt/bin/google-chrome'],
    [
      'linux',
      { PATH: '/usr/bin' },
      ['/usr/bin/chromium-browser', '/snap/bin/chromium'],
      '/snap/bin/chromium',
    ],
    ['linux', { PATH: '.:bin' }, ['chromium', 'bin/chromium'], null],
    ['linux', { PATH: '/usr/bin', BRAMBLE_BROWSER: '/my/own' }, ['/my/own', '/usr/bin/chromium'], '/my/own'],
    [
      'darwin',
      {},
      ['/home/anna/Applications/Chromium.app/Contents/MacOS/Chromium'],
      '/home/anna/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:/P86' },
      ['C:/P86/Microsoft/Edge/Application/msedge.exe'],
      'C:/P86/Microsoft/Edge/Application/msedge.exe',
    ],
  ] as const)('on %s with %o', (platform, env, there, found) => {
    expect(findBrowser(machine(platform, env, [...there]))).toBe(found)
  })

  it('needs a screen on Linux', () => {
    expect(hasDisplay(machine('linux', {}, []))).toBe(false)
    expect(hasDisplay(machine('linux', { WAYLAND_DISPLAY: 'wayland-0' }, []))).toBe(true)
    expect(hasDisplay(machine('darwin', {}, []))).toBe(true)
  })

  it('from a snap gets a folder that it can see', () => {
    const own = '/home/anna/snap/chromium/common'
    expect(temporaryParent('/snap/bin/chromium', machine('linux', {}, [own]), '/tmp')).toBe(own)
    expect(temporaryParent('/snap/bin/chromium', machine('linux', {}, []), '/tmp')).toBe('/tmp')
    expect(temporaryParent('/usr/bin/chromium', machine('linux', {}, [own]), '/tmp')).toBe('/tmp')
    expect(temporaryParent(null, machine('linux', {}, []), '/tmp')).toBe('/tmp')
  })
})
