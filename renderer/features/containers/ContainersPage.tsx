// The list of containers: its bar, and below it the list or what is to be said instead.
import { Plus } from 'lucide-react'
import { useContainers } from '../../stores/containers.ts'
import { openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { PageBar } from '../../ui/PageBar.tsx'
import { FilterField } from './FilterField.tsx'
import { ListContent } from './ListContent.tsx'

export function ContainersPage() {
  const hasContainers = useContainers(({ byId }) => byId.size > 0)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageBar title="Containers">
        {hasContainers ? <FilterField /> : <span className="flex-1" />}
        <span className="ml-auto" />
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
    </div>
  )
}
