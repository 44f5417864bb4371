// All actions of one container, always in the same order: from its row's button, the right mouse button, its page.
import { Clipboard, Hash, PanelTop, RotateCcw } from 'lucide-react'
import { Fragment } from 'react'
import type { Action } from '../../../src-shared/actions.ts'
import { refusal } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { lastCommand, useCommands } from '../../stores/commands.ts'
import { useContainers } from '../../stores/containers.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import { useOperations } from '../../stores/operations.ts'
import { closeMenu } from '../../stores/overlays.ts'
import type { OpenMenu } from '../../stores/overlays.ts'
import { goTo, useView } from '../../stores/view.ts'
import { copyText } from '../../ui/clipboard.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { actionIcon } from './action-icons.tsx'
import { actionKeys } from './action-keys.ts'
import { openCreateAgain } from './create/creation.ts'
import { copyCommand, pauseOrResume, request, startOrStop, usefulAction } from './perform.ts'
import { actionNames } from './words.ts'

const groups: readonly (readonly Action[])[] = [
  ['start', 'stop', 'kill'],
  ['pause', 'resume'],
]

/** A key that two actions share stands at the one that it takes now. */
function keysOf(action: Action, container: ContainerSummary): string | undefined {
  const isOther =
    ((action === 'start' || action === 'stop') && action !== startOrStop(container)) ||
    ((action === 'pause' || action === 'resume') && action !== pauseOrResume(container))
  return isOther ? undefined : actionKeys[action]
}

async function copyId(id: string): Promise<void> {
  try {
    await copyText(id)
    notify('Copied the id', id)
  } catch (error) {
    notifyFailure('Could not copy the id', toErrorInfo(error))
  }
}

export function ContainerMenu({ menu }: { menu: OpenMenu }) {
  const { containerId: id, anchor, returnFocusTo } = menu
  const container = useContainers(({ byId }) => byId.get(id))
  const pending = useOperations((state) => state.pending.get(id))
  const isOnList = useView(({ page }) => page.name !== 'container')
  const last = useCommands((state) => lastCommand(state, id))
  if (!container) return null
  const copyName = last ? 'Copy command run last' : `Copy command to ${usefulAction(container)} it`

  function item(action: Action) {
    if (!container) return null
    return (
      <MenuItem
        key={action}
        icon={actionIcon(action)}
        keys={keysOf(action, container)}
        isDangerous={action === 'delete'}
        reason={refusal(action, { ...container, operation: pending ?? container.operation })}
        onSelect={() => request(action, container)}
      >
        {actionNames[action]}
      </MenuItem>
    )
  }

  return (
    <Menu
      anchor={anchor}
      label={`Actions of ${visibleText(id)}`}
      onClose={closeMenu}
      returnFocusTo={returnFocusTo}
    >
      {isOnList && (
        <>
          <MenuItem
            icon={<PanelTop size={16} aria-hidden />}
            keys="Enter"
            onSelect={() => goTo({ name: 'container', id })}
          >
            Open
          </MenuItem>
          <MenuLine />
        </>
      )}
      {groups.map((group) => (
        <Fragment key={group[0]}>
          {group.map(item)}
          <MenuLine />
        </Fragment>
      ))}
      {container.status === 'stopped' && (container.ownsBundle || container.bundle !== '') && (
        <MenuItem icon={<RotateCcw size={16} aria-hidden />} onSelect={() => openCreateAgain(container)}>
          Create again…
        </MenuItem>
      )}
      {item('terminal')}
      <MenuItem
        icon={<Clipboard size={16} aria-hidden />}
        keys="y"
        onSelect={() => void copyCommand(container)}
      >
        {copyName}
      </MenuItem>
      <MenuItem icon={<Hash size={16} aria-hidden />} onSelect={() => void copyId(id)}>
        Copy id
      </MenuItem>
      <MenuLine />
      {item('delete')}
    </Menu>
  )
}
