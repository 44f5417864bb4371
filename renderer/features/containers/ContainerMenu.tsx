// All actions of one container, always in the same order: from its row's button, the right mouse button, its page. From a
// row that is marked with others, those that can be taken with all of them.
import { Clipboard, Gauge, Hash, PanelTop, RotateCcw, SquareChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import type { Action } from '../../../src-shared/actions.ts'
import { foreignSentence, limitsRefusal, refusal } from '../../../src-shared/actions.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { lastCommand, useCommands } from '../../stores/commands.ts'
import { useContainerList } from '../../stores/container-list.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { notify, notifyFailure } from '../../stores/notices.ts'
import { useOperations } from '../../stores/operations.ts'
import { closeMenu, openDialog } from '../../stores/overlays.ts'
import type { OpenMenu } from '../../stores/overlays.ts'
import { goTo, useView } from '../../stores/view.ts'
import { copyText } from '../../ui/clipboard.ts'
import { toErrorInfo } from '../../ui/error-text.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/Menu.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { actionIcon } from './action-icons.tsx'
import { actionKeys } from './action-keys.ts'
import { canCreateAgain, createAgainRefusal, openCreateAgain } from './create/creation.ts'
import { requestAll } from './perform-many.ts'
import { copyCommand, usefulAction } from './perform.ts'
import { pauseOrResume, refusalOfAll, startOrStop } from './targets.ts'
import { actionHints, actionNames } from './words.ts'

const groups: readonly (readonly Action[])[] = [
  ['start', 'stop', 'kill'],
  ['pause', 'resume'],
]

/** A key that two actions share stands at the one that it takes now. */
function keysOf(action: Action, containers: readonly ContainerSummary[]): string | undefined {
  const isOther =
    ((action === 'start' || action === 'stop') && action !== startOrStop(...containers)) ||
    ((action === 'pause' || action === 'resume') && action !== pauseOrResume(...containers))
  return isOther ? undefined : actionKeys[action]
}

async function copyIds(containers: readonly ContainerSummary[]): Promise<void> {
  const what = containers.length === 1 ? 'the id' : `${containers.length} ids`
  const ids = containers.map(({ id }) => id).join('\n')
  try {
    await copyText(ids)
    notify(`Copied ${what}`, ids)
  } catch (error) {
    notifyFailure(`Could not copy ${what}`, toErrorInfo(error))
  }
}

/** Those that the menu is for: with the one that it was opened on, all that are marked with it. */
function useMeant({ containerKey }: OpenMenu, isOnList: boolean): readonly ContainerSummary[] {
  const byKey = useContainers((state) => state.byKey)
  const marked = useContainerList(({ selection }) => selection.marked)
  const keys = isOnList && marked.has(containerKey) ? [...marked] : [containerKey]
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

export function ContainerMenu({ menu }: { menu: OpenMenu }) {
  const { anchor, returnFocusTo } = menu
  const isOnList = useView(({ page }) => page.name !== 'container')
  const containers = useMeant(menu, isOnList)
  const pending = useOperations((state) => state.pending)
  const [first] = containers
  if (first === undefined) return null
  const isOne = containers.length === 1

  function reasonOf(action: Action): string | null {
    if (!isOne || first === undefined) return refusalOfAll(action, containers)
    return refusal(action, { ...first, operation: pending.get(first.key) ?? first.operation })
  }

  function item(action: Action) {
    return (
      <MenuItem
        key={action}
        icon={actionIcon(action)}
        keys={keysOf(action, containers)}
        isDangerous={action === 'delete'}
        reason={reasonOf(action)}
        hint={actionHints[action]}
        onSelect={() => requestAll(action, containers)}
      >
        {actionNames[action]}
      </MenuItem>
    )
  }

  return (
    <Menu
      anchor={anchor}
      label={`Actions of ${isOne ? visibleText(nameOf(first)) : `${containers.length} containers`}`}
      onClose={closeMenu}
      returnFocusTo={returnFocusTo}
    >
      {isOnList && isOne && (
        <>
          <MenuItem
            icon={<PanelTop size={16} aria-hidden />}
            keys="Enter"
            onSelect={() => goTo({ name: 'container', key: first.key })}
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
      {isOne && item('checkpoint')}
      {isOne && <ItemsOfOne container={first} />}
      {isOne && <LimitsItem container={first} />}
      {isOne && item('terminal')}
      {isOne && <RunItem container={first} />}
      {isOne && <CopyCommandItem container={first} />}
      <MenuItem icon={<Hash size={16} aria-hidden />} onSelect={() => void copyIds(containers)}>
        {isOne ? 'Copy id' : 'Copy ids'}
      </MenuItem>
      <MenuLine />
      {item('delete')}
    </Menu>
  )
}

function ItemsOfOne({ container }: { container: ContainerSummary }) {
  if (!canCreateAgain(container)) return null
  return (
    <MenuItem
      icon={<RotateCcw size={16} aria-hidden />}
      reason={createAgainRefusal(container)}
      onSelect={() => openCreateAgain(container)}
    >
      Create again…
    </MenuItem>
  )
}

function LimitsItem({ container }: { container: ContainerSummary }) {
  return (
    <MenuItem
      icon={<Gauge size={16} aria-hidden />}
      keys="L"
      reason={limitsRefusal(container)}
      onSelect={() => openDialog({ name: 'limits', key: container.key })}
    >
      Edit limits…
    </MenuItem>
  )
}

function RunItem({ container }: { container: ContainerSummary }) {
  const pending = useOperations((state) => state.pending.get(container.key))
  return (
    <MenuItem
      icon={<SquareChevronRight size={16} aria-hidden />}
      keys="T"
      reason={refusal('terminal', { ...container, operation: pending ?? container.operation })}
      onSelect={() => openDialog({ name: 'exec', key: container.key })}
    >
      Run a program…
    </MenuItem>
  )
}

function CopyCommandItem({ container }: { container: ContainerSummary }) {
  const last = useCommands((state) => lastCommand(state, container.key))
  return (
    <MenuItem
      icon={<Clipboard size={16} aria-hidden />}
      keys="y"
      reason={last || container.foreignUid === null ? null : foreignSentence(container.foreignUid)}
      onSelect={() => void copyCommand(container)}
    >
      {last ? 'Copy command run last' : `Copy command to ${usefulAction(container)} it`}
    </MenuItem>
  )
}
