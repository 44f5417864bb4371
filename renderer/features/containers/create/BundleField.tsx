// The bundle directory: typed, picked or dropped; and what it holds, or what is wrong with it.
import { FolderOpen } from 'lucide-react'
import { Button } from '../../../ui/Button.tsx'
import { commandText } from '../../../ui/command-text.ts'
import { TextField } from '../../../ui/Field.tsx'
import { FoldedText } from '../../../ui/FoldedText.tsx'
import { visibleText } from '../../../ui/visible-text.ts'
import { WarningBox } from '../../../ui/WarningBox.tsx'
import { changeDraft, useCreation } from './creation.ts'
import { pathProblem } from './draft.ts'
import { openBundlePicker } from './pick-bundle.ts'

export function BundleField() {
  const { draft, check, failure } = useCreation()
  const known = check?.bundle === draft.bundle ? check.bundleCheck : null
  const summary = known?.summary
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label="Bundle directory"
        isCode
        value={draft.bundle}
        maxLength={4096}
        placeholder="/path/to/bundle"
        problem={pathProblem(draft) ?? known?.problem?.message ?? null}
        help={summary ? null : 'Type it, choose it, or drop it on the window.'}
        onChange={(bundle) => changeDraft({ bundle })}
      >
        <Button icon={<FolderOpen size={14} aria-hidden />} onClick={() => void openBundlePicker()}>
          Choose…
        </Button>
      </TextField>
      {/* An error needs the room. */}
      {summary && !failure && (
        <dl
          aria-label="What the bundle holds"
          className="-mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 rounded-control border border-line bg-surface-0 px-2.5 py-1.5 text-small"
        >
          <dt className="text-text-muted">Runs</dt>
          <dd className="code [overflow-wrap:anywhere] select-text">
            <FoldedText
              text={summary.args.length === 0 ? 'nothing' : visibleText(commandText(summary.args))}
            />
          </dd>
          <dt className="text-text-muted">Root file system</dt>
          <dd className="code [overflow-wrap:anywhere] select-text">
            <FoldedText text={visibleText(summary.rootfs)} />
          </dd>
          <dt className="text-text-muted">Terminal</dt>
          <dd>{summary.terminal ? 'its own' : 'none'}</dd>
          {summary.hostname !== null && <dt className="text-text-muted">Host name</dt>}
          {summary.hostname !== null && <dd className="code select-text">{visibleText(summary.hostname)}</dd>}
        </dl>
      )}
      {known?.warning && !failure && (
        <output aria-label="Before you create it" className="mt-2">
          <WarningBox>
            <p className="[overflow-wrap:anywhere] select-text">
              <bdi>{visibleText(known.warning)}</bdi>
            </p>
          </WarningBox>
        </output>
      )}
    </div>
  )
}
