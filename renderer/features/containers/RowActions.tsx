// The actions of one row, always four and always in the same place: start or stop, pause or resume, terminal, more.
import { Ellipsis } from 'lucide-react'
import type { Action } from '../../../src-shared/actions.ts'
import { refusal } from '../../../src-shared/actions.ts'
import type { ContainerSummary, Operation } from '../../../src-shared/model.ts'
import { openMenu, useOverlays } from '../../stores/overlays.ts'
import { IconButton } from '../../ui/Button.tsx'
import { actionIcon } from './action-icons.tsx'
import { actionKeys } from './action-keys.ts'
import { request } from './perform.ts'
import { pauseOrResume, startOrStop } from './targets.ts'
import { actionHints, actionNames } from './words.ts'

export interface RowActionsProps {
  container: ContainerSummary
  operation: Operation | null
  /** Only the buttons of the cursor's row lie on the way of the Tab key. */
  isReachable: boolean
  /** Off until the pointer or the cursor has come to the row: a hundred icons in sight cost more than all the text. */
  isDrawn: boolean
}

function hintOf(action: Action): string {
  const more = actionHints[action]
  return more === undefined ? actionNames[action] : `${actionNames[action]}: ${more}`
}

export function RowActions({ container, operation, isReachable, isDrawn }: RowActionsProps) {
  const isMenuOpen = useOverlays(({ menu }) => menu?.containerKey === container.key)
  const tabIndex = isReachable ? 0 : -1
  const actions: Exclude<Action, 'kill' | 'checkpoint' | 'delete'>[] = [
    startOrStop(container),
    pauseOrResume(container),
    'terminal',
  ]
  return (
    <>
      {actions.map((action) => (
        <IconButton
          key={action}
          size="row"
          tabIndex={tabIndex}
          label={actionNames[action]}
          hint={hintOf(action)}
          keys={actionKeys[action]}
          reason={refusal(action, { ...container, operation })}
          icon={isDrawn && actionIcon(action)}
          onClick={() => request(action, container)}
        />
      ))}
      <IconButton
        size="row"
        tabIndex={tabIndex}
        label="More actions"
        icon={isDrawn && <Ellipsis size={16} aria-hidden />}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={({ currentTarget }) =>
          openMenu({ containerKey: container.key, anchor: currentTarget, returnFocusTo: currentTarget })
        }
      />
    </>
  )
}
