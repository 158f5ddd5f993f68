/** A step of a guide, cut into its text and the values that are there to be copied. */

/** `Paste {https://…} there` → text, value, text. A full stop that is left alone behind a value goes. */
export function pieces(step: string): { text: string; copy: boolean }[] {
  return step
    .split(/(\{[^{}]+\})/)
    .map((part) =>
      part.startsWith('{') && part.endsWith('}')
        ? { text: part.slice(1, -1), copy: true }
        : { text: part.trim(), copy: false },
    )
    .filter(({ text }) => text !== '' && text !== '.')
}
