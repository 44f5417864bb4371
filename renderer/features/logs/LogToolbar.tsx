// The tools of a log: follow or pause, what is shown and how, and the bars for searching, jumping and saving.
import {
  ArrowDownToLine,
  ArrowUpToLine,
  Clock,
  Download,
  Palette,
  Pause,
  Play,
  Search,
  WrapText,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { LogOutput } from '../../../src-shared/logs-model.ts'
import { setLogBar, type LogBar } from '../../stores/log-bar.ts'
import { setLogOptions, useLogOptions, type LogOptions } from '../../stores/log-options.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { fieldLook } from '../../ui/Field.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { textOf } from './copy-lines.ts'
import { timeFormats, timeNames } from './log-time.ts'
import type { LogView, LogViewState } from './log-view.ts'

export interface LogToolbarProps {
  view: LogView
  state: LogViewState
  isLive: boolean
  bar: LogBar | null
}

const outputs: readonly { value: LogOutput | ''; name: string }[] = [
  { value: '', name: 'All output' },
  { value: 'stdout', name: 'stdout' },
  { value: 'stderr', name: 'stderr' },
]

export function LogToolbar({ view, state, isLive, bar }: LogToolbarProps) {
  const { times, output, isWrapped, hasColours } = useLogOptions()
  const { isFollowing, size } = state
  const toggle = (name: LogBar) => (): void => setLogBar(bar === name ? null : name)
  return (
    <div
      role="toolbar"
      aria-label="Log"
      className="flex h-10 shrink-0 items-center gap-1 overflow-hidden border-b border-line pr-3 pl-3"
    >
      <Button
        look="quiet"
        reason={isLive || isFollowing ? null : 'It has ended: nothing more is written.'}
        icon={isFollowing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        onClick={() => (isFollowing ? view.pause(true) : view.follow())}
        className="w-34 px-0!"
      >
        {isFollowing ? 'Stop following' : 'Follow'}
      </Button>
      <IconButton
        label="Go to the beginning"
        keys="Home"
        icon={<ArrowUpToLine size={15} aria-hidden />}
        onClick={() => view.openStart()}
      />
      <IconButton
        label="Go to the end"
        keys="End"
        icon={<ArrowDownToLine size={15} aria-hidden />}
        onClick={() => view.openEnd()}
      />
      <Toggle label="Go to a time" isOn={bar === 'jump'} onClick={toggle('jump')}>
        <Clock size={15} aria-hidden />
      </Toggle>
      <Toggle label="Search" keys="Ctrl+F" isOn={bar === 'search'} onClick={toggle('search')}>
        <Search size={15} aria-hidden />
      </Toggle>
      <Toggle label="Save" isOn={bar === 'save'} onClick={toggle('save')}>
        <Download size={15} aria-hidden />
      </Toggle>
      <CopyButton
        text={() => textOf(state.rows)}
        label="Copy the lines that are loaded"
        className="size-7!"
      />
      <span className="figures min-w-0 flex-1 truncate px-2 text-right text-small text-text-muted">
        {size > 0 && formatBytes(size)}
      </span>
      <Toggle label="Wrap lines" isOn={isWrapped} onClick={() => setLogOptions({ isWrapped: !isWrapped })}>
        <WrapText size={15} aria-hidden />
      </Toggle>
      <Toggle label="Colours" isOn={hasColours} onClick={() => setLogOptions({ hasColours: !hasColours })}>
        <Palette size={15} aria-hidden />
      </Toggle>
      <select
        aria-label="Output"
        value={output ?? ''}
        onChange={({ target }) =>
          setLogOptions({ output: target.value === '' ? null : (target.value as LogOutput) })
        }
        className={classNames(fieldLook, 'shrink-0 pr-1')}
      >
        {outputs.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="Times"
        value={times}
        onChange={({ target }) => setLogOptions({ times: target.value as LogOptions['times'] })}
        className={classNames(fieldLook, 'shrink-0 pr-1')}
      >
        {timeFormats.map((format) => (
          <option key={format} value={format}>
            {timeNames[format]}
          </option>
        ))}
      </select>
    </div>
  )
}

interface ToggleProps {
  label: string
  isOn: boolean
  keys?: string
  onClick: () => void
  children: ReactNode
}

function Toggle({ label, isOn, keys, onClick, children }: ToggleProps) {
  return (
    <IconButton
      label={label}
      aria-pressed={isOn}
      keys={keys}
      icon={children}
      onClick={onClick}
      className={isOn ? 'bg-surface-3 text-text' : undefined}
    />
  )
}
