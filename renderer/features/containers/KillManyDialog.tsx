// Kill, for several containers: one signal for all of them. What came of it is told for each, below the list.
import { useId, useState } from 'react'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { NameList } from './NameList.tsx'
import { performMany } from './perform-many.ts'
import { endedBeside, isKill } from './shared-cgroup.ts'
import { firstSignal, SignalChoice } from './SignalChoice.tsx'
import { refusalOfAll } from './targets.ts'
import { useNamed } from './use-named.ts'

export function KillManyDialog({ keys }: { keys: readonly string[] }) {
  const containers = useNamed(keys)
  const beside = useContainers(({ byKey }) => endedBeside(containers, byKey))
  const formId = useId()
  const [{ signal, problem }, setChosen] = useState(firstSignal)
  const reason = refusalOfAll('kill', containers) ?? problem
  return (
    <Dialog
      title={`Kill ${containers.length} containers`}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="danger" type="submit" form={formId} reason={reason}>
            {`Kill ${containers.length}`}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason !== null) return
          closeDialog()
          performMany('kill', containers, signal)
        }}
      >
        <SignalChoice onChange={setChosen} />
        <NameList containers={containers} />
        {beside !== null && problem === null && isKill(signal) && (
          <WarningBox>{visibleText(beside)}</WarningBox>
        )}
      </form>
    </Dialog>
  )
}
