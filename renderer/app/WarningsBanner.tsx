// Files of ours that could not be read and were set aside, each named once above the page.
import { TriangleAlert, X } from 'lucide-react'
import { useEngineInfo } from '../stores/engine-info.ts'
import { dismissWarnings, useWarnings } from '../stores/warnings.ts'
import { IconButton } from '../ui/Button.tsx'

export function WarningsBanner() {
  const { ofWindow, dismissed } = useWarnings()
  const info = useEngineInfo((state) => state.info)
  const texts = [...ofWindow, ...(info?.warnings ?? [])].filter((text) => !dismissed.has(text))
  if (texts.length === 0) return null
  return (
    <section
      aria-label="Warnings"
      className="flex shrink-0 items-start gap-2 border-b border-warning-line bg-warning-surface py-1.5 pr-3 pl-4"
    >
      <TriangleAlert size={16} aria-hidden className="mt-1 shrink-0 text-warning" />
      <ul className="max-h-24 min-w-0 flex-1 overflow-y-auto py-0.5">
        {texts.map((text) => (
          <li key={text} className="[overflow-wrap:anywhere] select-text">
            {text}
          </li>
        ))}
      </ul>
      <IconButton
        size="row"
        label="Dismiss warnings"
        icon={<X size={14} aria-hidden />}
        onClick={() => dismissWarnings(texts)}
      />
    </section>
  )
}
