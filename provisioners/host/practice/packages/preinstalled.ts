/** A Pi on which somebody has installed Docker before. */
import type { Machine } from '../machine.ts'

const sets = {
  docker: ['docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-compose-plugin'],
  debian: ['docker.io', 'docker-cli', 'docker-compose'],
} as const

export function layOutDocker({ packages }: Machine, from: keyof typeof sets): void {
  const before = new Set(packages.lists)
  packages.lists.add('debian').add('docker')
  for (const one of packages.resolve(sets[from])) {
    packages.unpack(one)
    packages.configure(one)
  }
  packages.lists.clear()
  for (const list of before) packages.lists.add(list)
}
