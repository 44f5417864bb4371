// A file as it is, with a search in it: only the lines in sight exist.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { RawText as File } from '../../../src-shared/config-contract.ts'
import { indentJson } from '../../../src-shared/indent-json.ts'
import { engine } from '../../engine/index.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { MiddleCut } from '../../ui/MiddleCut.tsx'
import { findLines, linesOf } from './lines.ts'

const lineHeight = 20

export interface RawTextProps {
  containerKey: string
  file: 'config' | 'state'
  title: string
  /** Another value is another moment: it is read again. */
  moment: unknown
}

export function RawText({ containerKey, file, title, moment }: RawTextProps) {
  const { raw, error } = useRaw(containerKey, file, moment)
  if (error) return <ErrorNotice title={`Could not read ${title}`} error={error} className="m-3 self-start" />
  return (
    <section aria-label={title} className="flex min-h-0 min-w-0 flex-1 flex-col">
      {raw && <Lines title={title} raw={raw} />}
    </section>
  )
}

function Lines({ title, raw }: { title: string; raw: File }) {
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const scroller = useRef<HTMLElement>(null)
  const lines = useMemo(() => linesOf(isOneLine(raw.text) ? indentJson(raw.text) : raw.text), [raw])
  const found = useMemo(() => findLines(lines, wanted), [lines, wanted])
  const marked = useMemo(() => new Set(found), [found])
  const width = useMemo(() => lines.reduce((most, { length }) => Math.max(most, length), 0), [lines])
  const current = found[at % Math.max(1, found.length)] ?? -1

  // The rule is for the React compiler, which is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 10,
  })
  useEffect(() => {
    if (current !== -1) virtualizer.scrollToIndex(current, { align: 'center' })
  }, [current, virtualizer])

  return (
    <>
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="shrink-0">{title}</h2>
        <MiddleCut text={raw.path} className="code flex-1 text-text-muted" />
        <input
          type="text"
          role="searchbox"
          aria-label={`Search ${title}`}
          placeholder="Search"
          value={wanted}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setWanted(event.target.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter')
              setAt((before) => Math.max(0, before + (event.shiftKey ? found.length - 1 : 1)))
            else if (event.key === 'Escape') setWanted('')
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
          className={classNames(fieldLook, 'w-32 shrink-0')}
        />
        <output className="figures w-16 shrink-0 text-small text-text-muted">
          {wanted === '' ? '' : found.length === 0 ? 'none' : `${(at % found.length) + 1} of ${found.length}`}
        </output>
        <CopyButton text={raw.text} label={`Copy ${title}`} />
      </header>
      {raw.isCut && (
        <p className="border-b border-line px-4 py-1.5 text-text-muted">
          It has {formatBytes(raw.bytes)}; this is the first {formatBytes(raw.text.length)} of it, and what is
          copied.
        </p>
      )}
      <section
        ref={scroller}
        aria-label={`Content of ${title}`}
        // It is scrolled by keys as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto bg-surface-1 py-2 -outline-offset-2"
      >
        <div
          className="relative min-w-full"
          style={{ height: virtualizer.getTotalSize(), width: `calc(${width}ch + 72px)` }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className={classNames(
                'code absolute inset-x-0 flex whitespace-pre select-text',
                index === current ? 'bg-surface-3' : marked.has(index) && 'bg-tint',
              )}
              style={{
                transform: `translateY(${start}px)`,
                height: lineHeight,
                lineHeight: `${lineHeight}px`,
              }}
            >
              <span aria-hidden="true" className="w-14 shrink-0 pr-3 text-right text-text-muted select-none">
                {index + 1}
              </span>
              <bdi>{lines[index]}</bdi>
            </div>
          ))}
        </div>
      </section>
    </>
  )
}

/** As programs write JSON: nobody reads that. */
function isOneLine(text: string): boolean {
  return !text.trimEnd().includes('\n')
}

function useRaw(
  key: string,
  file: 'config' | 'state',
  moment: unknown,
): { raw: File | null; error: ErrorInfo | null } {
  const [state, setState] = useState<{ raw: File | null; error: ErrorInfo | null }>({
    raw: null,
    error: null,
  })
  useEffect(() => {
    let isCurrent = true
    engine.call('config.raw', { key, file }).then(
      (raw) =>
        // The same text again would lose what is found in it.
        isCurrent && setState((before) => (before.raw?.text === raw.text ? before : { raw, error: null })),
      (error: unknown) => isCurrent && setState({ raw: null, error: toErrorInfo(error) }),
    )
    return () => {
      isCurrent = false
    }
    // Read again at another moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key, file, moment])
  return state
}
