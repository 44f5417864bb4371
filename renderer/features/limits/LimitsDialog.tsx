// Edit limits: every one that runc can change on a living container, with what is in force now, the command before it runs,
// what the kernel made of it, and the way back.
import { useId, useState } from 'react'
import { limitsRefusal } from '../../../src-shared/actions.ts'
import { splitKey } from '../../../src-shared/container-key.ts'
import type { LimitChanges, LimitsInForce } from '../../../src-shared/limits-model.ts'
import { managerWarning } from '../../../src-shared/manager-guard.ts'
import { nameOf } from '../../stores/container-order.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { CommandLines } from '../../ui/CommandLines.tsx'
import { commandText } from '../../ui/command-text.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatBytes } from '../../ui/format-figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { ManagerAside } from '../containers/ManagerAside.tsx'
import { sharingSentence } from '../containers/shared-cgroup.ts'
import { AppliedNotice } from './AppliedNotice.tsx'
import { parseFiles, readDraft, undoOf } from './draft.ts'
import type { Draft, Wanted } from './draft.ts'
import { groups } from './fields.ts'
import type { LimitField } from './fields.ts'
import { LimitRow } from './LimitRow.tsx'
import { OtherFields } from './OtherFields.tsx'
import { lastApplied, rememberApplied } from './undo-memory.ts'
import { useLimits, useLimitsPreview } from './use-limits.ts'

export function LimitsDialog({ containerKey }: { containerKey: string }) {
  const container = useContainers(({ byKey }) => byKey.get(containerKey))
  const sharing = useContainers(({ byKey }) => (container ? sharingSentence(container, byKey) : null))
  const identity = `${containerKey} ${container?.number}`
  const { inForce, error, isBusy, apply } = useLimits(containerKey)
  const [draft, setDraft] = useState<Draft>({})
  const [filesText, setFilesText] = useState('')
  const [isChecking, setIsChecking] = useState(false)
  const [applied, setApplied] = useState(() => lastApplied(identity))
  const formId = useId()
  const reading = inForce && readDraft(draft, inForce)
  const files = parseFiles(filesText)
  const changes = withOthers(reading?.changes ?? {}, files, isChecking)
  const preview = useLimitsPreview(containerKey, changes)
  const warning = container ? managerWarning('limits', container) : null
  const problems = Object.values(reading?.problems ?? {})
  const isChanged = Object.keys(changes).length > 0
  const reason =
    (container ? limitsRefusal(container) : 'It is gone.') ??
    problems[0] ??
    (files === null ? 'The other files are lines of “name = value”.' : null) ??
    (isChanged ? (preview?.problem ?? null) : 'Nothing is changed yet.')

  async function make(wanted: readonly Wanted[], what: LimitChanges, isUndo: boolean): Promise<void> {
    const made = await apply(what, warning !== null)
    if (made === null) return
    const next = isUndo ? null : { wanted, inForce: made }
    rememberApplied(identity, next)
    setApplied(next)
    setDraft({})
    setFilesText('')
  }

  return (
    <Dialog
      width="wide"
      title={
        <>
          Limits of{' '}
          <bdi className="code">{visibleText(container ? nameOf(container) : splitKey(containerKey).id)}</bdi>
        </>
      }
      onClose={closeDialog}
      notice={
        error ? (
          <ErrorNotice
            title={inForce === null ? 'The limits cannot be read' : 'Not all of it was done'}
            error={error}
          />
        ) : isChanged && preview && preview.problem !== null ? (
          <p className="text-danger">{visibleText(preview.problem)}</p>
        ) : isChanged && preview ? (
          <CommandLines lines={[linesOf(preview)]} />
        ) : (
          applied && (
            <AppliedNotice
              applied={applied}
              isBusy={isBusy}
              undo={undoOf(applied.wanted)}
              onUndo={(undo) => void make([], undo, true)}
            />
          )
        )
      }
      footer={
        <>
          <Button onClick={closeDialog}>Close</Button>
          <Button look="primary" type="submit" form={formId} reason={isBusy ? null : reason} isBusy={isBusy}>
            {isBusy ? 'Applying…' : warning ? 'Apply anyway' : 'Apply'}
          </Button>
        </>
      }
    >
      {container && warning && (
        <ManagerAside
          kind={container.owner.kind}
          warning={{ ...warning, instead: isChanged ? (preview?.instead ?? null) : null }}
        />
      )}
      {sharing !== null && (
        <p className="text-text-muted select-text">
          <bdi>{visibleText(sharing)}</bdi>
        </p>
      )}
      {inForce && reading && (
        <form
          id={formId}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (reason === null && !isBusy) void make(reading.wanted, changes, false)
          }}
        >
          {groups.map(({ name, fields }) => (
            <fieldset key={name} className="flex min-w-0 flex-col">
              <legend className="pb-1 font-strong">{name}</legend>
              {fields
                .filter((one) => isOffered(one, inForce))
                .map((one) => (
                  <LimitRow
                    key={one.name}
                    one={one}
                    inForce={inForce}
                    draft={draft}
                    problem={reading.problems[one.name]}
                    aside={asideOf(one, inForce)}
                    onChange={(entry) => setDraft((before) => changedDraft(before, one.name, entry))}
                  />
                ))}
            </fieldset>
          ))}
          <OtherFields
            inForce={inForce}
            text={filesText}
            isWrong={files === null}
            isChecking={isChecking}
            onText={setFilesText}
            onChecking={setIsChecking}
          />
        </form>
      )}
    </Dialog>
  )
}

function changedDraft(draft: Draft, name: string, entry: Draft[string] | null): Draft {
  const others = Object.entries(draft).filter(([other]) => other !== name)
  return Object.fromEntries(entry === null ? others : [...others, [name, entry]])
}

function withOthers(
  changes: LimitChanges,
  files: Record<string, string> | null,
  isChecking: boolean,
): LimitChanges {
  const hasFiles = files !== null && Object.keys(files).length > 0
  return {
    ...changes,
    ...(hasFiles ? { unified: { ...changes.unified, ...files } } : {}),
    ...(isChecking && changes.memory ? { memory: { ...changes.memory, checkBeforeUpdate: true } } : {}),
  }
}

/** As one would type it. */
function linesOf({ argv, input }: { argv: readonly string[]; input: string | null }): string {
  const command = commandText(argv)
  return input === null ? command : `${commandText(['echo', input])} | ${command}`
}

/** The hierarchy's own way to say a thing; the other one's would only be in the way. */
function isOffered({ problem }: LimitField, { problems }: LimitsInForce): boolean {
  return problem !== 'unified' || problems['unified'] === null
}

function asideOf({ name }: LimitField, { usage, limits }: LimitsInForce): string | null {
  if (name === 'memory.limit' && usage.memory !== null) return `${formatBytes(usage.memory)} in use`
  if (name === 'pids.limit' && usage.pids !== null) return `${usage.pids} in use`
  const { quota, period, effectiveCpus, cpus } = limits.cpu
  if (name === 'cpu.quota' && quota !== null && quota > 0 && period) {
    return `${Number((quota / period).toFixed(3))} of a core`
  }
  return name === 'cpu.cpus' && effectiveCpus !== null && effectiveCpus !== cpus
    ? `${effectiveCpus} in effect`
    : null
}
