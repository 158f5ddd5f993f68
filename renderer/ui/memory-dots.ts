/** Which dots to draw for a memory picture: one is 256 MB, rows of eight, the last may be part full. */
export interface Dot {
  kind: 'used' | 'mine' | 'free'
  /** How full, 0 to 1. */
  part: number
}

const DOT = 256
const ROW = 8
/** More would be a wall: 16 GB and above are drawn as 16 GB. */
const MOST = 64

export function memoryDots(usedMiB: number, mineMiB: number, totalMiB: number | null): Dot[] {
  const used = full('used', usedMiB)
  const mine = full('mine', mineMiB)
  const taken = [...used, ...mine].slice(0, MOST)
  const total = Math.max(taken.length, Math.round((totalMiB ?? 0) / DOT))
  const count = Math.min(MOST, Math.max(ROW, Math.ceil(total / ROW) * ROW))
  return [...taken, ...Array.from({ length: count - taken.length }, (): Dot => ({ kind: 'free', part: 1 }))]
}

function full(kind: 'used' | 'mine', mib: number): Dot[] {
  const whole = Math.floor(mib / DOT)
  const rest = (mib % DOT) / DOT
  const dots = Array.from({ length: whole }, (): Dot => ({ kind, part: 1 }))
  return rest >= 0.03 ? [...dots, { kind, part: Math.max(0.15, rest) }] : dots
}
