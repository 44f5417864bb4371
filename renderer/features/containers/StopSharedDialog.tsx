// Before a stop that, once it comes to KILL, would end containers that are not meant: whom, and when.
import { useContainers } from '../../stores/containers.ts'
import { nameOf } from '../../stores/container-order.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { NameList } from './NameList.tsx'
import { stopAnyway } from './perform-many.ts'
import { endedByStop } from './shared-cgroup.ts'
import { SharedCgroupAside } from './SharedCgroupAside.tsx'
import { refusalOfAll } from './targets.ts'
import { useNamed } from './use-named.ts'
import { stopGrace } from './words.ts'

export function StopSharedDialog({ keys }: { keys: readonly string[] }) {
  const containers = useNamed(keys)
  const beside = useContainers(({ byKey }) => endedByStop(containers, byKey))
  const [only] = keys.length === 1 ? containers : []
  const reason = containers.length === 0 ? 'It is gone already.' : refusalOfAll('stop', containers)
  return (
    <QuestionDialog
      title={
        only ? (
          <>
            Stop <bdi className="code">{visibleText(nameOf(only))}</bdi>?
          </>
        ) : (
          `Stop ${containers.length} containers?`
        )
      }
      answer={only ? 'Stop' : `Stop ${containers.length}`}
      look="danger"
      reason={reason}
      onAnswer={() => stopAnyway(containers)}
      onClose={closeDialog}
    >
      {only ? (
        <>
          <p>{`It is sent TERM, which goes to it alone, and KILL if it has not ended after ${stopGrace}.`}</p>
          <SharedCgroupAside container={only} signal="KILL" />
        </>
      ) : (
        <>
          <NameList containers={containers} />
          <p>
            {`They are sent TERM, which goes to them alone. KILL, to what has not ended after ${stopGrace}, goes further:`}
          </p>
          {beside !== null && <WarningBox>{visibleText(beside)}</WarningBox>}
        </>
      )}
    </QuestionDialog>
  )
}
