// The making of a container: the draft that survives closing and reloading, its checks while one types, the call,
// its error, and the one-click sample.
import { foreignSentence } from '../../../../src-shared/actions.ts'
import { create } from 'zustand'
import type { ErrorInfo } from '../../../../src-shared/errors.ts'
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { engine } from '../../../engine/index.ts'
import { useCommands } from '../../../stores/commands.ts'
import { selectContainer } from '../../../stores/container-list.ts'
import { useContainers } from '../../../stores/containers.ts'
import { useEngineInfo } from '../../../stores/engine-info.ts'
import { keep, keptFields } from '../../../stores/kept.ts'
import { notify } from '../../../stores/notices.ts'
import type { Failure } from '../../../stores/operations.ts'
import { closeDialog, openDialog } from '../../../stores/overlays.ts'
import { goTo } from '../../../stores/view.ts'
import { toErrorInfo } from '../../../ui/error-text.ts'
import { perform } from '../perform.ts'
import { bundleToCheck, emptyDraft, idsIn, nextId, toDraft, whyNotYet } from './draft.ts'
import type { Draft, DraftCheck } from './draft.ts'

const keptUnder = 'create'
/** Long enough to let a word be typed, short enough to feel at once. */
const checkAfterMs = 120

export interface CreationState {
  draft: Draft
  check: DraftCheck | null
  isBusy: boolean
  /** Id of the last command before it began; what came after is its own. */
  lastCommandBefore: number
  failure: Failure | null
  /** The button of the empty list. */
  quick: { isBusy: boolean; error: ErrorInfo | null }
}

export const useCreation = create<CreationState>(() => ({
  draft: toDraft(keptFields(keptUnder)),
  check: null,
  isBusy: false,
  lastCommandBefore: -1,
  failure: null,
  quick: { isBusy: false, error: null },
}))

let checkTimer: ReturnType<typeof setTimeout> | undefined
let running: AbortController | null = null

export function changeDraft(changes: Partial<Draft>): void {
  const draft = { ...useCreation.getState().draft, ...changes }
  useCreation.setState({ draft, failure: null })
  keep(keptUnder, draft)
  checkSoon()
}

function checkSoon(): void {
  clearTimeout(checkTimer)
  checkTimer = setTimeout(() => void checkDraft(), checkAfterMs)
}

/** Has the engine look at id and bundle; answers that came too late are dropped. */
export async function checkDraft(): Promise<void> {
  const { draft } = useCreation.getState()
  const bundle = bundleToCheck(draft)
  if (bundle === null && draft.id === '') return
  try {
    const answer = await engine.call('containers.check', { id: draft.id, bundle })
    const { draft: now, isBusy, failure } = useCreation.getState()
    // While it is being created its id is taken, by itself: what is told then is nothing to go by.
    if (isBusy || now.id !== draft.id || bundleToCheck(now) !== bundle) return
    useCreation.setState({
      check: { id: draft.id, bundle, idProblem: answer.idProblem, bundleCheck: answer.bundle },
    })
    const suggested = answer.bundle?.suggestedId
    // Beside an error the draft stays as it was when it failed, and the error with it.
    if (failure === null && !now.isIdTyped && suggested && now.id !== suggested)
      changeDraft({ id: suggested })
  } catch (error) {
    useCreation.setState({ failure: { title: 'Could not check it', error: toErrorInfo(error) } })
  }
}

/** Opens the dialog on a bundle that was picked or dropped. */
export function openCreateWith(bundle: string): void {
  const { draft } = useCreation.getState()
  changeDraft({ source: 'bundle', bundle, ...(draft.isIdTyped ? {} : { id: '' }) })
  openDialog({ name: 'create' })
}

/** It has run, which a container does once, and what it was made of is known. */
export function canCreateAgain({ status, ownsBundle, bundle }: ContainerSummary): boolean {
  return status === 'stopped' && (ownsBundle || bundle !== '')
}

/** Another user's bundle is not ours to run, as we are. */
export function createAgainRefusal({ foreignUid }: ContainerSummary): string | null {
  return foreignUid === null ? null : foreignSentence(foreignUid)
}

/** Opens the dialog on what a container was made of, with an id that is free. */
export function openCreateAgain({ id, bundle, ownsBundle }: ContainerSummary): void {
  const root = useEngineInfo.getState().info?.root ?? ''
  const known = idsIn(root, useContainers.getState().byKey)
  changeDraft(
    ownsBundle
      ? { source: 'sample', id: '', isIdTyped: false }
      : { source: 'bundle', bundle, id: nextId(id, known), isIdTyped: true },
  )
  openDialog({ name: 'create' })
}

async function show({ id, key }: { id: string; key: string }): Promise<void> {
  selectContainer(key)
  goTo({ name: 'containers' })
  notify(`Created ${id}`)
}

/** Creates what the draft says. A failure stays in the dialog, with everything that was typed. */
export async function createFromDraft(): Promise<void> {
  const { draft, check, isBusy } = useCreation.getState()
  if (isBusy || whyNotYet(draft, check) !== null) return
  running = new AbortController()
  const { signal } = running
  const lastCommandBefore = useCommands.getState().commands.at(-1)?.id ?? -1
  useCreation.setState({ isBusy: true, lastCommandBefore, failure: null })
  try {
    const created =
      draft.source === 'sample'
        ? await engine.call('containers.createSample', { id: draft.id === '' ? null : draft.id }, { signal })
        : await engine.call('containers.create', { id: draft.id, bundle: draft.bundle }, { signal })
    const next: Draft = { ...emptyDraft, source: draft.source, startsAfter: draft.startsAfter }
    useCreation.setState({ draft: next, check: null })
    keep(keptUnder, next)
    closeDialog()
    await show(created)
    // From here on it is a container like any other; what goes wrong stands at its row.
    if (draft.startsAfter) void perform('start', created.key)
  } catch (error) {
    const info = toErrorInfo(error)
    if (info.code !== 'Cancelled') {
      useCreation.setState({ failure: { title: 'Could not create it', error: info } })
    }
  } finally {
    running = null
    useCreation.setState({ isBusy: false })
    checkSoon()
  }
}

export function cancelCreation(): void {
  running?.abort()
}

/** The sample in one click; its error stays below the button. */
export async function createSampleNow(): Promise<void> {
  if (useCreation.getState().quick.isBusy) return
  useCreation.setState({ quick: { isBusy: true, error: null } })
  try {
    const created = await engine.call('containers.createSample', { id: null })
    useCreation.setState({ quick: { isBusy: false, error: null } })
    await show(created)
  } catch (error) {
    useCreation.setState({ quick: { isBusy: false, error: toErrorInfo(error) } })
  }
}
