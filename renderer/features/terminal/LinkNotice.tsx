// Says where a link in a terminal leads. What a program prints is not to be trusted, so nothing opens: with Ctrl held
// a click copies the address, shown here as plain text.
import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../../ui/clipboard.ts'
import { visibleText } from '../../ui/visible-text.ts'

export interface Link {
  address: string
  state: 'hovered' | 'copied'
}

export interface LinkNoticeProps {
  link: Link
  onDone: () => void
}

/** How long what was copied is told. */
const toldForMs = 4_000

export function LinkNotice({ link, onDone }: LinkNoticeProps) {
  const { address, state } = link
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    if (link.state !== 'copied') return undefined
    copyText(link.address).catch((error: unknown) => setProblem(String(error)))
    const timer = setTimeout(onDone, toldForMs)
    return () => clearTimeout(timer)
  }, [link, onDone])

  return (
    <output className="pointer-events-none absolute right-4 bottom-1 left-3 z-10 flex w-fit max-w-[calc(100%-28px)] items-center gap-2 rounded-control border border-line bg-surface-float px-2 py-0.5 text-small shadow-float">
      {state === 'copied' && <Copy size={13} aria-hidden className="shrink-0 text-text-muted" />}
      <span className="shrink-0 text-text-muted">{problem ?? words[state]}</span>
      <span className="code min-w-0 truncate">{visibleText(address)}</span>
    </output>
  )
}

const words = { hovered: 'Ctrl+click copies', copied: 'Copied' } as const
