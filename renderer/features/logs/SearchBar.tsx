// What is searched for in a log, how far the search is, and the way from match to match.
import { ArrowDown, ArrowUp, CaseSensitive, Regex } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { logLimits, type LogOutput } from '../../../src-shared/logs-model.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { BarFrame } from './BarFrame.tsx'
import type { LogSearch, LogSearchState } from './log-search.ts'

export interface SearchBarProps {
  search: LogSearch
  state: LogSearchState
  output: LogOutput | null
  onStep: (by: 1 | -1) => void
  onClose: () => void
}

/** Once somebody pauses in typing: each search may read the whole log. */
const searchAfterMs = 250

export function SearchBar({ search, state, output, onStep, onClose }: SearchBarProps) {
  const [text, setText] = useState(state.query?.pattern ?? '')
  const [isRegex, setIsRegex] = useState(state.query?.isRegex ?? false)
  const [isCaseSensitive, setIsCaseSensitive] = useState(state.query?.isCaseSensitive ?? false)
  const field = useRef<HTMLInputElement>(null)
  const problem = isRegex && text !== '' ? patternProblem(text) : null

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  useEffect(() => {
    const query = { pattern: text, isRegex, isCaseSensitive, output }
    const known = search.state().query
    const isSame = known !== null && JSON.stringify(known) === JSON.stringify(query)
    if (isSame) return undefined
    if (text === '' || problem !== null) {
      search.clear()
      return undefined
    }
    const timer = setTimeout(() => search.start(query), searchAfterMs)
    return () => clearTimeout(timer)
  }, [search, text, isRegex, isCaseSensitive, output, problem])

  return (
    <BarFrame label="Search in the log" onClose={onClose}>
      <input
        ref={field}
        type="text"
        aria-label="Search for"
        aria-invalid={problem !== null || undefined}
        placeholder="Search the whole log"
        value={text}
        maxLength={logLimits.longestPattern}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // Up into the past first, as in the terminals.
          if (event.key === 'Enter') onStep(event.shiftKey ? 1 : -1)
        }}
        autoComplete="off"
        spellCheck={false}
        className={classNames(fieldLook, 'code w-64 min-w-24 flex-initial')}
      />
      <IconButton
        size="row"
        label="Match case"
        aria-pressed={isCaseSensitive}
        icon={<CaseSensitive size={16} aria-hidden />}
        onClick={() => setIsCaseSensitive(!isCaseSensitive)}
        className={isCaseSensitive ? 'bg-surface-3 text-text' : undefined}
      />
      <IconButton
        size="row"
        label="Regular expression"
        aria-pressed={isRegex}
        icon={<Regex size={14} aria-hidden />}
        onClick={() => setIsRegex(!isRegex)}
        className={isRegex ? 'bg-surface-3 text-text' : undefined}
      />
      <IconButton
        size="row"
        label="Previous match"
        keys="Enter"
        icon={<ArrowUp size={15} aria-hidden />}
        onClick={() => onStep(-1)}
      />
      <IconButton
        size="row"
        label="Next match"
        keys="Shift+Enter"
        icon={<ArrowDown size={15} aria-hidden />}
        onClick={() => onStep(1)}
      />
      <output
        className={classNames(
          'figures text-small [overflow-wrap:anywhere]',
          problem === null && state.error === null ? 'text-text-muted' : 'text-danger',
        )}
      >
        {problem ?? (state.error ? visibleText(state.error.message) : words(state))}
      </output>
      {state.isRunning && (
        <>
          <progress
            aria-label="Searched"
            max={Math.max(1, state.size)}
            value={state.searched}
            className="h-1 w-24 accent-accent"
          />
          <Button look="quiet" onClick={() => search.stop()}>
            Stop
          </Button>
        </>
      )}
    </BarFrame>
  )
}

function patternProblem(pattern: string): string | null {
  try {
    return new RegExp(pattern) instanceof RegExp ? null : ''
  } catch {
    return 'Not a pattern'
  }
}

function words({ query, count, matches, current, isRunning, isCut }: LogSearchState): string {
  if (query === null) return ''
  if (count === 0) return isRunning ? 'Searching…' : isCut ? 'None so far' : 'None'
  const all = `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`
  const listed =
    count > matches.length && !isRunning ? `, the first ${matches.length.toLocaleString('en')} listed` : ''
  const cut = isCut ? ' so far' : ''
  return current === -1
    ? `${all}${cut}${listed}`
    : `${(current + 1).toLocaleString('en')} of ${all}${cut}${listed}`
}
