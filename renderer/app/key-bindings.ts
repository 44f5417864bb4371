// Every key of ours, in one table: what it does, where it works, and how it is listed.
import { limitsRefusal } from '../../src-shared/actions.ts'
import type { Action } from '../../src-shared/actions.ts'
import { filterFieldId } from '../features/containers/FilterField.tsx'
import { focusList, gridElementId } from '../features/containers/focus-list.ts'
import { requestAll } from '../features/containers/perform-many.ts'
import { copyCommand } from '../features/containers/perform.ts'
import { pauseOrResume, startOrStop, targets } from '../features/containers/targets.ts'
import {
  markAll,
  moveSelection,
  setFilter,
  toggleMark,
  unmarkAll,
  useContainerList,
} from '../stores/container-list.ts'
import { noteListKey } from '../stores/usage-sort.ts'
import type { ContainerSummary } from '../../src-shared/model.ts'
import { notifyFailure } from '../stores/notices.ts'
import { setLogBar, useLogBar } from '../stores/log-bar.ts'
import { openDialog, openMenu } from '../stores/overlays.ts'
import { goBack, goTo, useView, type ContainerTab } from '../stores/view.ts'

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

function isOnLogs(): boolean {
  const { page } = useView.getState()
  return page.name === 'container' && page.tab === 'logs'
}

/** For keys that only make sense for one: of several marked rows, the one that the cursor is on. */
function target(): ContainerSummary | null {
  const all = targets()
  const { cursor } = useContainerList.getState().selection
  return all.find(({ key }) => key === cursor) ?? all[0] ?? null
}

function act(choose: (...containers: readonly ContainerSummary[]) => Action): () => boolean {
  return () => {
    const containers = targets()
    if (containers.length > 0) requestAll(choose(...containers), containers)
    return containers.length > 0
  }
}

function move(step: number, isRange = false): () => boolean {
  return () => {
    if (!isOnList()) return false
    noteListKey()
    moveSelection(step, isRange)
    focusList()
    return true
  }
}

/** Space belongs to a button that has the focus. */
function mark(): boolean {
  const { selection, order } = useContainerList.getState()
  const { cursor } = selection
  if (!isOnList() || isControlFocused() || cursor === null || !order.includes(cursor)) return false
  noteListKey()
  toggleMark(cursor)
  return true
}

function selectAll(): boolean {
  if (!isOnList()) return false
  markAll()
  focusList()
  return true
}

function escape(): boolean {
  if (isOnLogs() && useLogBar.getState().bar !== null) {
    setLogBar(null)
    return true
  }
  if (!isOnList()) {
    goBack()
    return true
  }
  const { selection, filter } = useContainerList.getState()
  if (selection.marked.size > 0) unmarkAll()
  else if (filter !== '') setFilter('')
  else return false
  return true
}

function isControlFocused(): boolean {
  const { activeElement } = document
  return activeElement !== null && activeElement.closest('button, a, [role=menuitem]') !== null
}

/** Enter belongs to a button that has the focus. */
function openSelected(): boolean {
  const container = isOnList() ? target() : null
  if (container === null || isControlFocused()) return false
  goTo({ name: 'container', key: container.key })
  return true
}

/** Of the container whose page it is, or that the cursor is on. */
function openTab(tab: ContainerTab): () => boolean {
  return () => {
    const container = target()
    if (container !== null) goTo({ name: 'container', key: container.key, tab })
    return container !== null
  }
}

function editLimits(): boolean {
  const container = target()
  if (container === null) return false
  const reason = limitsRefusal(container)
  if (reason === null) openDialog({ name: 'limits', key: container.key })
  else {
    notifyFailure(`Cannot change the limits of ${container.id}`, { code: 'InvalidArgument', message: reason })
  }
  return true
}

function focusFilter(): boolean {
  if (isOnLogs()) {
    setLogBar('search')
    return true
  }
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
  const row =
    document.querySelector(`#${gridElementId} tr[data-cursor]`) ?? document.querySelector('[data-actions]')
  const button = row?.querySelector<HTMLElement>('[aria-haspopup=menu]')
  if (!container || !button) return false
  const { activeElement } = document
  const returnFocusTo = activeElement instanceof HTMLElement ? activeElement : null
  openMenu({ containerKey: container.key, anchor: button, returnFocusTo })
  return true
}

export const keyBindings: readonly KeyBinding[] = [
  { keys: '/ Ctrl+F', on: ['/', 'Ctrl+f'], name: 'Filter; in logs: search', group: 'List', run: focusFilter },
  { keys: 'j ↓', on: ['j', 'ArrowDown'], name: 'Next', group: 'List', run: move(1) },
  { keys: 'k ↑', on: ['k', 'ArrowUp'], name: 'Previous', group: 'List', run: move(-1) },
  { keys: 'PgDn', on: ['PageDown'], name: 'A page down', group: 'List', run: move(pageStep) },
  { keys: 'PgUp', on: ['PageUp'], name: 'A page up', group: 'List', run: move(-pageStep) },
  { keys: 'Home', on: ['Home'], name: 'First', group: 'List', run: move(-Infinity) },
  { keys: 'End', on: ['End'], name: 'Last', group: 'List', run: move(Infinity) },
  { keys: 'Space', on: [' '], name: 'Select, or unselect', group: 'List', run: mark },
  {
    keys: 'Shift+↓',
    on: ['Shift+ArrowDown', 'J'],
    name: 'Select on the way down',
    group: 'List',
    run: move(1, true),
  },
  {
    keys: 'Shift+↑',
    on: ['Shift+ArrowUp', 'K'],
    name: 'Select on the way up',
    group: 'List',
    run: move(-1, true),
  },
  { keys: 'Ctrl+A', on: ['Ctrl+a'], name: 'Select all', group: 'List', run: selectAll },
  { keys: 'Enter', on: ['Enter'], name: 'Open the selected container', group: 'List', run: openSelected },
  {
    keys: 'Esc',
    on: ['Escape', 'Alt+ArrowLeft'],
    name: 'Back, or clear selection and filter',
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
  { keys: 'C', on: ['C'], name: 'Checkpoint…', group: 'Container', run: act(() => 'checkpoint') },
  { keys: 't', on: ['t'], name: 'Open a terminal', group: 'Container', run: act(() => 'terminal') },
  {
    keys: 'T',
    on: ['T'],
    name: 'Run a program…',
    group: 'Container',
    run: () => {
      const container = target()
      if (container) openDialog({ name: 'exec', key: container.key })
      return container !== null
    },
  },
  { keys: 'L', on: ['L'], name: 'Edit limits…', group: 'Container', run: editLimits },
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
  { keys: 'o', on: ['o', 'Alt+1'], name: 'Overview', group: 'Container', run: openTab('overview') },
  { keys: 'e', on: ['e'], name: 'Processes', group: 'Container', run: openTab('processes') },
  { keys: 'm', on: ['m'], name: 'Stats', group: 'Container', run: openTab('stats') },
  { keys: 'f', on: ['f'], name: 'Files', group: 'Container', run: openTab('files') },
  { keys: 'i', on: ['i'], name: 'Config', group: 'Container', run: openTab('config') },
  { keys: 'l', on: ['l', 'Alt+2'], name: 'Logs', group: 'Container', run: openTab('logs') },
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
  { keys: 'Enter x', name: 'Among processes: details, signal…', group: 'Container' },
  { keys: '← →', name: 'Among processes: fold, unfold', group: 'Container' },
  { keys: 'Ctrl++ Ctrl+− Ctrl+0', name: 'Zoom', group: 'Window' },
  { keys: 'Home End', name: 'In a log: its beginning, its end', group: 'Container' },
  {
    keys: 'Ctrl+A Ctrl+C',
    name: 'In a log: select and copy; Shift with a click selects',
    group: 'Container',
  },
  { keys: 'Ctrl+J', name: 'Show or hide the terminals', group: 'Terminals' },
  { keys: 'Ctrl+Shift+J', name: 'The same, inside a terminal', group: 'Terminals' },
  { keys: 'Ctrl+1…9', name: 'A terminal by its place', group: 'Terminals' },
  { keys: 'Ctrl+Shift+PgUp', name: 'The one to the left', group: 'Terminals' },
  { keys: 'Ctrl+Shift+PgDn', name: 'The one to the right', group: 'Terminals' },
  { keys: 'Ctrl+Shift+T', name: 'Another terminal', group: 'Terminals' },
  { keys: 'Ctrl+Shift+W', name: 'Close the terminal', group: 'Terminals' },
  { keys: 'Ctrl+Shift+D', name: 'Split: another shell beside it', group: 'Terminals' },
  { keys: 'Ctrl+Shift+← Ctrl+Shift+→', name: 'The pane beside it', group: 'Terminals' },
  { keys: 'Ctrl+Shift+O', name: 'Its own window, or back', group: 'Terminals' },
  { keys: 'Ctrl+Shift+↑', name: 'Its tab: F2 renames, Del closes', group: 'Terminals' },
  { keys: 'Ctrl+Shift+F', name: 'Search', group: 'Terminals' },
  { keys: 'Ctrl+Shift+K', name: 'Clear', group: 'Terminals' },
  { keys: 'Ctrl+Shift+Home Ctrl+Shift+End', name: 'First and last line', group: 'Terminals' },
  { keys: 'Ctrl+Shift+F10', name: 'Its menu', group: 'Terminals' },
  { keys: 'Ctrl+Shift+C', name: 'Copy what is selected', group: 'Terminals' },
  { keys: 'Ctrl+Shift+V', name: 'Paste', group: 'Terminals' },
  { keys: 'Ctrl+Shift++', name: 'Larger text', group: 'Terminals' },
  { keys: 'Ctrl+Shift+−', name: 'Smaller text', group: 'Terminals' },
  { keys: 'Ctrl+Shift+0', name: 'Usual size of text', group: 'Terminals' },
]
