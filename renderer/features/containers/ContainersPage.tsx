// The list of containers: its bar, and below it the list or what is to be said instead.
import { Plus } from 'lucide-react'
import { useContainers } from '../../stores/containers.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { PageBar } from '../../ui/PageBar.tsx'
import { FilterField } from './FilterField.tsx'
import { BulkPanel } from './list/BulkPanel.tsx'
import { RootsButton } from './list/RootsButton.tsx'
import { SelectionBar } from './list/SelectionBar.tsx'
import { ListContent } from './ListContent.tsx'

export function ContainersPage() {
  const hasContainers = useContainers(({ byKey }) => byKey.size > 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageBar title="Containers">
        {hasContainers ? <FilterField /> : <span className="flex-1" />}
        <span className="ml-auto" />
        <RootsButton />
        <Button
          look="primary"
          keys="c"
          hint="Create a container"
          icon={<Plus size={16} aria-hidden className="-ml-0.5" />}
          onClick={() => openDialog({ name: 'create' })}
        >
          Create
        </Button>
      </PageBar>
      <ListContent />
      <SelectionBar />
      <BulkPanel />
    </div>
  )
}
