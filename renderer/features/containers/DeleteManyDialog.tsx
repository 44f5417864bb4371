// The one question before several containers are deleted: which ones, and what is lost with them.
import { hasProcesses } from '../../../src-shared/actions.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { NameList } from './NameList.tsx'
import { performMany } from './perform-many.ts'
import { endedBeside } from './shared-cgroup.ts'
import { refusalOfAll } from './targets.ts'
import { useNamed } from './use-named.ts'

export function DeleteManyDialog({ keys }: { keys: readonly string[] }) {
  const containers = useNamed(keys)
  const beside = useContainers(({ byKey }) => endedBeside(containers, byKey))
  const alive = containers.filter(hasProcesses).length
  const bundles = containers.filter(({ ownsBundle }) => ownsBundle).length
  const logs = containers.filter(({ owner }) => owner.kind === 'self').length
  const reason = containers.length === 0 ? 'They are gone already.' : refusalOfAll('delete', containers)
  return (
    <QuestionDialog
      title={`Delete ${containers.length} containers?`}
      answer={alive > 0 ? `Kill and delete ${containers.length}` : `Delete ${containers.length}`}
      look="danger"
      reason={reason}
      onAnswer={() => performMany('delete', containers)}
      onClose={closeDialog}
    >
      <p>This cannot be undone. It removes:</p>
      <ul className="flex list-disc flex-col gap-1 pl-5 marker:text-text-muted">
        {alive > 0 && (
          <li>
            {alive === 1
              ? 'the processes of the one that is still alive, at once'
              : `the processes of the ${alive} that are still alive, at once`}
          </li>
        )}
        <li>the containers and what runc knows of them</li>
        {bundles > 0 && (
          <li>{`the bundles that were made for ${bundles} of them alone, with every file in them`}</li>
        )}
        {logs > 0 && <li>{`the logs and exit codes of the ${logs} that this app made`}</li>}
      </ul>
      <NameList containers={containers} />
      {beside !== null && <WarningBox>{visibleText(beside)}</WarningBox>}
    </QuestionDialog>
  )
}
