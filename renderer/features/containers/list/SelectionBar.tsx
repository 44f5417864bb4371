// What can be done with all marked rows at once; at the foot of the list, so that nothing above it moves.
import { X } from 'lucide-react'
import { useMemo } from 'react'
import type { Action } from '../../../../src-shared/actions.ts'
import { unmarkAll, useContainerList } from '../../../stores/container-list.ts'
import { useContainers } from '../../../stores/containers.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { actionIcon } from '../action-icons.tsx'
import { actionKeys } from '../action-keys.ts'
import { requestAll } from '../perform-many.ts'
import { refusalOfAll } from '../targets.ts'
import { actionHints, actionNames } from '../words.ts'

const offered: readonly Exclude<Action, 'terminal'>[] = ['start', 'stop', 'pause', 'resume', 'kill', 'delete']

export function SelectionBar() {
  const marked = useContainerList(({ selection }) => selection.marked)
  const order = useContainerList((state) => state.order)
  const byKey = useContainers((state) => state.byKey)
  const containers = useMemo(() => [...marked].flatMap((key) => byKey.get(key) ?? []), [marked, byKey])
  const hidden = useMemo(() => {
    const shown = new Set(order)
    return containers.filter(({ key }) => !shown.has(key)).length
  }, [containers, order])
  if (containers.length === 0) return null
  return (
    <section
      aria-label="Selection"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-t border-line bg-surface-0 py-1.5 pr-3 pl-4"
    >
      <output className="figures mr-2 shrink-0">
        <strong>{containers.length}</strong> selected
        {hidden > 0 && <span className="text-warning">, {hidden} of them hidden by the filter</span>}
      </output>
      {offered.map((action) => (
        <Button
          key={action}
          look="quiet"
          keys={actionKeys[action]}
          hint={actionHints[action]}
          reason={refusalOfAll(action, containers)}
          icon={actionIcon(action, 14)}
          onClick={() => requestAll(action, containers)}
        >
          {actionNames[action]}
        </Button>
      ))}
      <span className="flex-1" />
      <IconButton label="Unselect all" keys="Esc" icon={<X size={16} aria-hidden />} onClick={unmarkAll} />
    </section>
  )
}
