/** Copies a text and says so for two seconds. */
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { Live } from './screen.tsx'

interface CopyProps {
  /** Asked for when pressed: long texts are not built before. */
  text: () => string
  copy: (text: string) => Promise<boolean>
  label: string
  done: string
  iconOnly?: boolean
}

export function CopyButton({ text, copy, label, done, iconOnly = false }: CopyProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const press = () => void copy(text()).then(setCopied)
  return (
    <>
      {iconOnly ? (
        <IconButton icon={copied ? 'check' : 'copy'} look="quiet" label={label} onClick={press} />
      ) : (
        <Button icon={copied ? 'check' : 'copy'} look="quiet" onClick={press}>
          {copied ? done : label}
        </Button>
      )}
      <Live>{copied ? done : ''}</Live>
    </>
  )
}
