/** Failures of the file system, with the words that the C library has for them. */

const words = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  ENOSPC: 'No space left on device',
  EINVAL: 'Invalid argument',
  EROFS: 'Read-only file system',
} as const

export class Errno extends Error {
  readonly code: keyof typeof words
  readonly path: string

  constructor(code: keyof typeof words, path: string) {
    super(words[code])
    this.name = 'Errno'
    this.code = code
    this.path = path
  }
}
