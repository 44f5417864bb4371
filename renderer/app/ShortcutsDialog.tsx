// All keys at a glance.
import { closeDialog } from '../stores/overlays.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Keys } from '../ui/Keys.tsx'
import { keyBindings, otherKeys } from './key-bindings.ts'

const groups = ['List', 'Go to', 'Window', 'Container', 'Terminals'] as const

export function ShortcutsDialog() {
  const all = [...keyBindings, ...otherKeys]
  return (
    <Dialog title="Keys" width="wide" isReading onClose={closeDialog}>
      <div className="columns-2 gap-8">
        {groups.map((group) => (
          <section key={group} aria-label={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-small text-text-muted">{group}</h3>
            <dl className="flex flex-col">
              {all
                .filter((binding) => binding.group === group)
                .map(({ keys, name }) => (
                  <div key={keys} className="flex min-h-7 items-center gap-3 py-0.5">
                    <dt className="min-w-0 flex-1">{name}</dt>
                    <dd className="shrink-0">
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="text-small text-text-muted">
        Inside a terminal only the Ctrl+Shift keys are ours; all others go to the container.
      </p>
    </Dialog>
  )
}
