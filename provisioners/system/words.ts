/** The check-up's words, one entry a code; `{name}` is filled with a value. */
import type { CheckupLine } from '../model/health.ts'

interface Said {
  readonly detail: string
  readonly remedy: string
}

export type CheckupCode =
  | 'model'
  | 'architecture'
  | 'system'
  | 'sudo'
  | 'memory'
  | 'memory-limits'
  | 'disk'
  | 'disk-kind'
  | 'power'
  | 'heat'
  | 'clock'
  | 'ports'
  | 'packages'

type Words = { readonly title: string } & { readonly [V in CheckupLine['verdict']]?: Said }

const nothingToDo = ''

export const checkupWords: Readonly<Record<CheckupCode, Words>> = {
  model: {
    title: 'Model',
    'worth-knowing': {
      detail: 'This board is slower than what Bramble is made for.',
      remedy: 'A Raspberry Pi 4 or 5 with 4 GB or more is a good choice.',
    },
  },
  architecture: {
    title: '64-bit system',
    'in-the-way': {
      detail: 'The system on this machine is not a 64-bit one, and a Matrix server needs that.',
      remedy: 'Write the 64-bit Raspberry Pi OS to the card with Raspberry Pi Imager, and come back.',
    },
  },
  system: {
    title: 'System',
    'worth-knowing': {
      detail: 'This is a testing version of Debian. It will probably work.',
      remedy: nothingToDo,
    },
    'in-the-way': {
      detail: 'Bramble works with Raspberry Pi OS and Debian from version 12, and with Ubuntu from 22.04.',
      remedy: 'Write the current 64-bit Raspberry Pi OS to the card with Raspberry Pi Imager, and come back.',
    },
  },
  sudo: {
    title: 'Permission to install',
    'in-the-way': {
      detail: 'This user may not install anything: sudo does not work for them.',
      remedy: 'Sign in as the user that was made when the card was written, or give this one the sudo group.',
    },
  },
  memory: {
    title: 'Memory',
    'worth-knowing': {
      detail: 'Enough for a family and one bridge. Very large public rooms will be slow.',
      remedy: nothingToDo,
    },
    'in-the-way': {
      detail: 'A Matrix server with its sign-in and database needs 2 GB.',
      remedy: 'Use a Raspberry Pi with 2 GB or more; 4 GB is a good choice.',
    },
  },
  'memory-limits': {
    title: 'Memory limits',
    'worth-knowing': {
      detail: 'The kernel does not count memory per service, so one service can take it from the others.',
      remedy:
        'Add cgroup_enable=memory to the one line in /boot/firmware/cmdline.txt and restart the Pi. It can wait.',
    },
  },
  disk: {
    title: 'Free space',
    'worth-knowing': {
      detail: 'The free space could not be read; {needed} are needed.',
      remedy: nothingToDo,
    },
    'in-the-way': {
      detail: 'Setting up needs {needed} of free space, and messages and pictures will need more.',
      remedy: 'Free some space, or use a card or disk of 32 GB or more.',
    },
  },
  'disk-kind': {
    title: 'Kind of disk',
    'worth-knowing': {
      detail: 'SD cards wear out and are slow when much is written.',
      remedy: 'It works. A USB or NVMe disk lasts longer; keep backups either way.',
    },
  },
  power: {
    title: 'Power',
    'worth-knowing': {
      detail: 'The voltage was too low. That damages cards and data.',
      remedy: 'Use the power supply made for this Pi, and a short cable.',
    },
  },
  heat: {
    title: 'Temperature',
    'worth-knowing': {
      detail: 'The Pi slows itself down from 80 °C.',
      remedy: 'Give it air, a heat sink or a fan.',
    },
  },
  clock: {
    title: 'Clock',
    'worth-knowing': {
      detail: 'The clock is right now, but no time server keeps it so.',
      remedy: 'Check that the Pi reaches the internet.',
    },
    'in-the-way': {
      detail: 'The clock is {value}. With a wrong clock, downloads and sign-in fail.',
      remedy: 'Connect the Pi to the internet and wait a minute, or run: sudo timedatectl set-ntp true',
    },
  },
  ports: {
    title: 'Ports',
    'worth-knowing': {
      detail: '{said}',
      remedy: '{advice}',
    },
    'in-the-way': {
      detail: 'A server needs the ports {ports}, and something else uses them: {value}.',
      remedy: 'Stop that program, or use another machine for it.',
    },
  },
  packages: {
    title: 'Installed software',
    'worth-knowing': {
      detail: 'An earlier installation was interrupted.',
      remedy: 'Bramble finishes it first.',
    },
  },
}

/** Bytes as people count them. */
export function gigabytes(bytes: number): string {
  const value = bytes / 1024 ** 3
  return value >= 10 ? `${Math.round(value)} GB` : `${value.toFixed(1)} GB`
}
