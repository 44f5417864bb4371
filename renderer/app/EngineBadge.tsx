// Which engine is at work: for which user, and whether it is well.
import { useEngineState } from '../engine/index.ts'
import { useEngineInfo } from '../stores/engine-info.ts'
import { goTo } from '../stores/view.ts'
import { classNames } from '../ui/class-names.ts'
import { hintAttributes } from '../ui/hint.ts'
import { engineWords } from './engine-words.ts'
import type { EngineMood } from './engine-words.ts'

const dots: Record<EngineMood, string> = {
  well: 'bg-state-running',
  waiting: 'border-2 border-state-paused',
  failed: 'rounded-none bg-state-broken',
}

export function EngineBadge({ isNarrow }: { isNarrow: boolean }) {
  const { mood, text } = engineWords(useEngineState())
  const info = useEngineInfo((state) => state.info)
  const who = info ? `${info.user.name}${info.rootless ? ' · rootless' : ''}` : text
  // What is seen is part of the name, for those who call the button by it.
  const whole = info ? `${text} as ${who}, runc root ${info.root}` : text
  return (
    <button
      type="button"
      aria-label={whole}
      {...hintAttributes({ hint: whole })}
      onClick={() => goTo({ name: 'settings' })}
      className={classNames(
        'flex h-7 min-w-0 items-center gap-2 rounded-inner px-2 text-small text-text-muted hover:bg-surface-2 hover:text-text',
        isNarrow ? 'justify-center' : 'flex-1',
      )}
    >
      <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', dots[mood])} />
      {!isNarrow && <span className="truncate">{mood === 'well' ? who : text}</span>}
    </button>
  )
}
