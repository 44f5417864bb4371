// The search in one terminal: what for, how, and how many there are.
import { ArrowDown, ArrowUp, CaseSensitive, Regex, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { mostMatches, patternProblem } from './search-pattern.ts'
import type { SearchResults, TerminalSearch } from './xterm-search.ts'

export interface SearchBarProps {
  search: TerminalSearch
  /** What was selected when it was opened. */
  initial: string
  onClose: () => void
}

export function SearchBar({ search, initial, onClose }: SearchBarProps) {
  const [text, setText] = useState(initial)
  const [isRegex, setIsRegex] = useState(false)
  const [isCaseSensitive, setIsCaseSensitive] = useState(false)
  const [results, setResults] = useState<SearchResults>({ index: -1, count: 0 })
  const field = useRef<HTMLInputElement>(null)
  const problem = isRegex && text !== '' ? patternProblem(text) : null

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  useEffect(() => search.onResults(setResults), [search])
  useEffect(() => () => search.clear(), [search])
  useEffect(() => {
    if (text === '' || problem !== null) search.clear()
    else search.find(text, { isRegex, isCaseSensitive }, 'last')
  }, [search, text, isRegex, isCaseSensitive, problem])

  function step(direction: 'next' | 'previous'): void {
    if (text !== '' && problem === null) search.find(text, { isRegex, isCaseSensitive }, direction)
  }

  const latest = useRef({ step, onClose })
  useEffect(() => {
    latest.current = { step, onClose }
  })
  useEffect(() => {
    const bar = field.current?.closest('search')
    function handleKey(event: KeyboardEvent): void {
      // Nothing typed here is for the page or the program behind it.
      event.stopPropagation()
      if (event.key === 'Escape') latest.current.onClose()
      // Up into the past first, as the eye goes from the prompt.
      else if (event.key === 'Enter' && event.target === field.current)
        latest.current.step(event.shiftKey ? 'next' : 'previous')
      else return
      event.preventDefault()
    }
    bar?.addEventListener('keydown', handleKey)
    return () => bar?.removeEventListener('keydown', handleKey)
  }, [])

  return (
    <search className="absolute top-1 right-4 z-10 flex max-w-[calc(100%-28px)] items-center gap-0.5 rounded-control border border-line bg-surface-float p-1 shadow-float">
      <input
        ref={field}
        type="text"
        aria-label="Search in the terminal"
        aria-invalid={problem !== null || undefined}
        placeholder="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className={classNames(fieldLook, 'h-6 w-44 min-w-12')}
      />
      <output
        className={classNames(
          'figures min-w-16 px-1.5 text-right text-small whitespace-nowrap',
          problem === null ? 'text-text-muted' : 'text-danger',
        )}
      >
        {problem ?? countWords(text, results)}
      </output>
      <Toggle label="Match case" isOn={isCaseSensitive} onChange={setIsCaseSensitive}>
        <CaseSensitive size={16} aria-hidden />
      </Toggle>
      <Toggle label="Regular expression" isOn={isRegex} onChange={setIsRegex}>
        <Regex size={14} aria-hidden />
      </Toggle>
      <IconButton
        size="row"
        label="Previous match"
        keys="Enter"
        icon={<ArrowUp size={15} aria-hidden />}
        onClick={() => step('previous')}
      />
      <IconButton
        size="row"
        label="Next match"
        keys="Shift+Enter"
        icon={<ArrowDown size={15} aria-hidden />}
        onClick={() => step('next')}
      />
      <IconButton
        size="row"
        label="Close the search"
        keys="Esc"
        icon={<X size={15} aria-hidden />}
        onClick={onClose}
      />
    </search>
  )
}

interface ToggleProps {
  label: string
  isOn: boolean
  onChange: (isOn: boolean) => void
  children: ReactNode
}

function Toggle({ label, isOn, onChange, children }: ToggleProps) {
  return (
    <IconButton
      size="row"
      label={label}
      aria-pressed={isOn}
      icon={children}
      onClick={() => onChange(!isOn)}
      className={isOn ? 'bg-surface-3 text-text' : undefined}
    />
  )
}

function countWords(text: string, { index, count }: SearchResults): string {
  if (text === '') return ''
  if (count === 0) return 'None'
  const all = count >= mostMatches ? `${mostMatches}+` : String(count)
  return index === -1 ? all : `${index + 1} of ${all}`
}
