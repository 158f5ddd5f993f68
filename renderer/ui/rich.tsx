/** Words from the catalogue with **weight** and `code` in them. */
export function Rich({ text }: { text: string }) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    if (part.startsWith('**')) return <strong key={`${index} ${part}`}>{part.slice(2, -2)}</strong>
    if (part.startsWith('`')) return <code key={`${index} ${part}`}>{part.slice(1, -1)}</code>
    return part
  })
}
