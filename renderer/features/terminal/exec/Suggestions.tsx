// What can be put into the dialog with one press: the container's shells, a few usual programs, what was run before.
import type { ReactNode } from 'react'
import type { ProcessRequest, TerminalOptions } from '../../../../src-shared/terminal-model.ts'
import { commandText } from '../../../ui/command-text.ts'
import { visibleText } from '../../../ui/visible-text.ts'

const presets = ['ps', 'top', 'env'] as const
const mostRecent = 6
const longestLabel = 36

export interface SuggestionsProps {
  options: TerminalOptions | null
  onCommand: (command: string) => void
  onRequest: (request: ProcessRequest) => void
}

export function Suggestions({ options, onCommand, onRequest }: SuggestionsProps) {
  const recent = (options?.recent ?? []).filter(({ args }) => args !== null).slice(0, mostRecent)
  return (
    <div className="-mt-1 mb-1 flex flex-col gap-1.5">
      <Row name="Shells and programs">
        {(options?.shells ?? []).map(({ path, isDefault }) => (
          <Chip
            key={path}
            text={path}
            title={isDefault ? 'The default shell' : undefined}
            onPress={() => onCommand(path)}
          />
        ))}
        {presets.map((name) => (
          <Chip key={name} text={name} onPress={() => onCommand(name)} />
        ))}
      </Row>
      {recent.length > 0 && (
        <Row name="Run before">
          {recent.map((request) => (
            <Chip
              key={JSON.stringify(request)}
              text={commandText(request.args ?? [])}
              title={[...describe(request)].join(', ') || undefined}
              onPress={() => onRequest(request)}
            />
          ))}
        </Row>
      )}
    </div>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">{name}</legend>
      <span aria-hidden="true" className="text-small text-text-muted">
        {name}
      </span>
      {children}
    </fieldset>
  )
}

function Chip({ text, title, onPress }: { text: string; title?: string | undefined; onPress: () => void }) {
  const shown = visibleText(text)
  return (
    <button
      type="button"
      title={title}
      onClick={onPress}
      className="code h-6 max-w-full truncate rounded-inner border border-line px-1.5 text-text-muted transition-colors hover:bg-surface-2 hover:text-text"
    >
      {shown.length > longestLabel ? `${shown.slice(0, longestLabel)}…` : shown}
    </button>
  )
}

/** What of it is not as usual. */
function* describe({ user, cwd, tty, persistent }: ProcessRequest): Generator<string> {
  if (user !== null) yield `as ${user}`
  if (cwd !== null) yield `in ${cwd}`
  if (!tty) yield 'without a terminal'
  if (persistent) yield 'survives the app'
}
