// Every key of ours, in one table: what it does, where it works, and how it is listed.
import type { Action } from '../../src-shared/actions.ts'
import { filterFieldId } from '../features/containers/FilterField.tsx'
import { focusList } from '../features/containers/focus-list.ts'
import {
  containerNamed,
  copyCommand,
  pauseOrResume,
  request,
  startOrStop,
} from '../features/containers/perform.ts'
import { moveSelection, setFilter, useContainerList } from '../stores/container-list.ts'
import type { ContainerSummary } from '../../src-shared/model.ts'
import { openDialog, openMenu } from '../stores/overlays.ts'
import { goBack, goTo, useView } from '../stores/view.ts'

export interface KeyBinding {
  /** As shown; keys after one another are parted by a space. */
  keys: string
  /** What `KeyboardEvent.key` says, with `Ctrl+` before it; several for the same. A sequence is parted by a space. */
  on: readonly string[]
  name: string
  group: 'List' | 'Container' | 'Go to' | 'Window' | 'Terminals'
  /** False leaves the key to whatever has the focus. */
  run: () => boolean | void
}

/** Rows that Page Up and Page Down move by, on a window of usual height. */
const pageStep = 15

function isOnList(): boolean {
  return useView.getState().page.name === 'containers'
}

/** The container that a key is meant for: the page's, else the selected one of the list. */
function target(): ContainerSummary | null {
  const { page } = useView.getState()
  if (page.name === 'container') return containerNamed(page.id)
  return page.name === 'containers' ? containerNamed(useContainerList.getState().selectedId) : null
}

function act(choose: (container: ContainerSummary) => Action): () => boolean {
  return () => {
    const container = target()
    if (container) request(choose(container), container)
    return container !== null
  }
}

function move(step: number): () => boolean {
  return () => {
    if (!isOnList()) return false
    moveSelection(step)
    focusList()
    return true
  }
}

function escape(): boolean {
  if (!isOnList()) {
    goBack()
    return true
  }
  if (useContainerList.getState().filter === '') return false
  setFilter('')
  return true
}

/** Enter belongs to a button that has the focus. */
function openSelected(): boolean {
  const container = isOnList() ? target() : null
  const isOnControl = document.activeElement?.closest('button, a, [role=menuitem]') !== null
  if (container === null || (isOnControl && document.activeElement !== document.body)) return false
  goTo({ name: 'container', id: container.id })
  return true
}

function focusFilter(): boolean {
  if (!isOnList()) goTo({ name: 'containers' })
  // The field is there after the page is.
  requestAnimationFrame(() => {
    const field = document.getElementById(filterFieldId)
    if (field instanceof HTMLInputElement) {
      field.focus()
      field.select()
    }
  })
  return true
}

/** Below the button that opens it with the pointer. */
function openMenuOfTarget(): boolean {
  const container = target()
  const row = document.querySelector('tr[aria-selected=true]') ?? document.querySelector('[data-actions]')
  const button = row?.querySelector<HTMLElement>('[aria-haspopup=menu]')
  if (!container || !button) return false
  const { activeElement } = document
  const returnFocusTo = activeElement instanceof HTMLElement ? activeElement : null
  openMenu({ containerId: container.id, anchor: button, returnFocusTo })
  return true
}

export const keyBindings: readonly KeyBinding[] = [
  { keys: '/ Ctrl+F', on: ['/', 'Ctrl+f'], name: 'Filter', group: 'List', run: focusFilter },
  { keys: 'j ↓', on: ['j', 'ArrowDown'], name: 'Next', group: 'List', run: move(1) },
  { keys: 'k ↑', on: ['k', 'ArrowUp'], name: 'Previous', group: 'List', run: move(-1) },
  { keys: 'PgDn', on: ['PageDown'], name: 'A page down', group: 'List', run: move(pageStep) },
  { keys: 'PgUp', on: ['PageUp'], name: 'A page up', group: 'List', run: move(-pageStep) },
  { keys: 'Home', on: ['Home'], name: 'First', group: 'List', run: move(-Infinity) },
  { keys: 'End', on: ['End'], name: 'Last', group: 'List', run: move(Infinity) },
  { keys: 'Enter', on: ['Enter'], name: 'Open the selected container', group: 'List', run: openSelected },
  {
    keys: 'Esc',
    on: ['Escape', 'Alt+ArrowLeft'],
    name: 'Back, or clear the filter',
    group: 'List',
    run: escape,
  },
  {
    keys: 'c',
    on: ['c'],
    name: 'Create a container',
    group: 'Container',
    run: () => openDialog({ name: 'create' }),
  },
  { keys: 's', on: ['s'], name: 'Start or stop', group: 'Container', run: act(startOrStop) },
  { keys: 'p', on: ['p'], name: 'Pause or resume', group: 'Container', run: act(pauseOrResume) },
  { keys: 't', on: ['t'], name: 'Open a terminal', group: 'Container', run: act(() => 'terminal') },
  { keys: 'x', on: ['x'], name: 'Kill…', group: 'Container', run: act(() => 'kill') },
  { keys: 'Del', on: ['Delete'], name: 'Delete', group: 'Container', run: act(() => 'delete') },
  {
    keys: 'y',
    on: ['y'],
    name: 'Copy command',
    group: 'Container',
    run: () => {
      const container = target()
      if (container) void copyCommand(container)
      return container !== null
    },
  },
  {
    keys: 'Shift+F10',
    on: ['Shift+F10', 'ContextMenu'],
    name: 'All actions',
    group: 'Container',
    run: openMenuOfTarget,
  },
  {
    keys: 'g c',
    on: ['g c'],
    name: 'Containers',
    group: 'Go to',
    run: () => goTo({ name: 'containers' }),
  },
  { keys: 'g a', on: ['g a'], name: 'Activity', group: 'Go to', run: () => goTo({ name: 'activity' }) },
  { keys: ',', on: [','], name: 'Settings', group: 'Go to', run: () => goTo({ name: 'settings' }) },
  { keys: '?', on: ['?'], name: 'All keys', group: 'Window', run: () => openDialog({ name: 'shortcuts' }) },
]

/** Keys that others answer to: listed with ours. */
export const otherKeys: readonly Pick<KeyBinding, 'keys' | 'name' | 'group'>[] = [
  { keys: 'Ctrl++ Ctrl+− Ctrl+0', name: 'Zoom', group: 'Window' },
  { keys: 'Ctrl+J', name: 'Show or hide the terminals', group: 'Terminals' },
  { keys: 'Ctrl+Shift+J', name: 'The same, inside a terminal', group: 'Terminals' },
  { keys: 'Ctrl+1…9', name: 'A terminal by its place', group: 'Terminals' },
  { keys: 'Ctrl+Shift+PgUp', name: 'The one to the left', group: 'Terminals' },
  { keys: 'Ctrl+Shift+PgDn', name: 'The one to the right', group: 'Terminals' },
  { keys: 'Ctrl+Shift+T', name: 'Another terminal', group: 'Terminals' },
  { keys: 'Ctrl+Shift+W', name: 'Close the terminal', group: 'Terminals' },
  { keys: 'Ctrl+Shift+C', name: 'Copy what is selected', group: 'Terminals' },
  { keys: 'Ctrl+Shift+V', name: 'Paste', group: 'Terminals' },
  { keys: 'Ctrl+Shift++', name: 'Larger text', group: 'Terminals' },
  { keys: 'Ctrl+Shift+−', name: 'Smaller text', group: 'Terminals' },
  { keys: 'Ctrl+Shift+0', name: 'Usual size of text', group: 'Terminals' },
]
