// The runc roots that the list is of: which are watched, which cannot be read and what that would need; and one's own
// added or taken off again.
import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import type { RuncRoot } from '../../../../src-shared/model.ts'
import { notifyFailure } from '../../../stores/notices.ts'
import { closeRoots } from '../../../stores/overlays.ts'
import { removeRoot, useRoots } from '../../../stores/roots.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { toErrorInfo } from '../../../ui/error-text.ts'
import { MiddleCut } from '../../../ui/MiddleCut.tsx'
import { visibleText } from '../../../ui/visible-text.ts'
import { rootNames, rootStateWords } from '../words.ts'
import { AddRoot } from './AddRoot.tsx'

export function RootsPopover({ anchor }: { anchor: HTMLElement }) {
  const roots = useRoots((state) => state.roots)
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && closeRoots()}>
      <Popover.Portal container={document.querySelector('main')}>
        <Popover.Positioner anchor={anchor} sideOffset={4} align="end" collisionPadding={8} className="z-30">
          <Popover.Popup
            finalFocus={() => anchor}
            className="flex max-h-[70vh] w-120 animate-appear flex-col rounded-control border border-line bg-surface-float shadow-float outline-none"
          >
            <Popover.Title className="px-3 pt-2.5 pb-1 text-body font-strong">runc roots</Popover.Title>
            <Popover.Description className="px-3 pb-2 text-small text-text-muted">
              Directories in which runc keeps the state of containers. They may come and go while this runs.
            </Popover.Description>
            <ul
              aria-label="runc roots"
              // It scrolls, and so has to be reached by the keyboard.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              className="min-h-0 overflow-y-auto border-t border-line -outline-offset-2"
            >
              {roots.map((root) => (
                <Root key={root.path} root={root} />
              ))}
            </ul>
            <AddRoot />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Root({ root }: { root: RuncRoot }) {
  const { path, kind, state, problem, isOwn, isAdded, count } = root

  async function remove(): Promise<void> {
    try {
      await removeRoot(path)
    } catch (error) {
      notifyFailure(`Could not take ${path} off the list`, toErrorInfo(error))
    }
  }

  return (
    <li className="flex flex-col border-b border-line px-3 py-1.5 last:border-b-0">
      <div className="flex min-h-6 items-center gap-2">
        <span className="code flex min-w-0 flex-1 select-text">
          <MiddleCut text={path} tail={12} />
        </span>
        <span className={classNames('shrink-0 text-small', stateLooks[state])}>
          {state === 'watched' ? <Count count={count} /> : rootStateWords[state]}
        </span>
        {isAdded && (
          <IconButton
            size="row"
            label={`Take ${visibleText(path)} off the list`}
            icon={<X size={14} aria-hidden />}
            onClick={() => void remove()}
          />
        )}
      </div>
      <span className="text-small text-text-muted">
        {rootNames[kind]}
        {isOwn && ' · new containers go here'}
      </span>
      {problem !== null && (
        <p
          className={classNames(
            'text-small [overflow-wrap:anywhere] select-text',
            state === 'unreadable' ? 'text-warning' : 'text-text-muted',
          )}
        >
          <bdi>{visibleText(problem)}</bdi>
        </p>
      )}
    </li>
  )
}

const stateLooks: Record<RuncRoot['state'], string> = {
  watched: 'text-text-muted',
  unreadable: 'text-warning',
  absent: 'text-text-muted',
}

function Count({ count }: { count: number }) {
  return <span className="figures">{`${count} ${count === 1 ? 'container' : 'containers'}`}</span>
}
