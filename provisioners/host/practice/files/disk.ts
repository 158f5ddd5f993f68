/** The card: how much it holds, and what else than files takes its space. */

export class Disk {
  readonly totalBytes: number
  /** What the operating system takes, and what a fault pretends to take. */
  otherBytes: number
  /** Bytes of things that are kept as models and not as files: images, databases. */
  readonly #claims = new Map<string, number>()
  #files: () => number = () => 0

  constructor(totalBytes: number, otherBytes: number) {
    this.totalBytes = totalBytes
    this.otherBytes = otherBytes
  }

  /** Says who counts the bytes of the file tree. */
  countFiles(bytes: () => number): void {
    this.#files = bytes
  }

  claim(name: string, bytes: number): void {
    this.#claims.set(name, bytes)
  }

  release(name: string): void {
    this.#claims.delete(name)
  }

  claimed(name: string): boolean {
    return this.#claims.has(name)
  }

  get usedBytes(): number {
    let used = this.otherBytes + this.#files()
    for (const bytes of this.#claims.values()) used += bytes
    return Math.min(used, this.totalBytes)
  }

  get freeBytes(): number {
    return this.totalBytes - this.usedBytes
  }
}
