// The first screen of a container: is it well, what did it say last, which commands were run on it, what is it.
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { useContainers } from '../../../stores/containers.ts'
import { goTo } from '../../../stores/view.ts'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { SkeletonBar, useIsSlow } from '../../../ui/Skeleton.tsx'
import { visibleText } from '../../../ui/visible-text.ts'
import { sharingSentence } from '../shared-cgroup.ts'
import { isBadExit, stateSentence } from '../words.ts'
import { ContainerCommands } from './ContainerCommands.tsx'
import { Glance } from './Glance.tsx'
import { Facts } from './Facts.tsx'
import { LastOutput } from './LastOutput.tsx'
import { Section } from './Section.tsx'
import { useDetail } from './use-detail.ts'

export function Overview({ container }: { container: ContainerSummary }) {
  const { detail, error } = useDetail(container)
  const isSlow = useIsSlow(detail === null && error === null)
  const sentence = stateSentence(container)
  const sharing = useContainers(({ byKey }) => sharingSentence(container, byKey))
  const isBad = container.status === 'broken' || isBadExit(container.exit)
  return (
    <div className="@container flex min-h-0 flex-1 flex-col overflow-y-auto">
      {sentence !== null && (
        <p className={classNames('border-b border-line px-4 py-2.5 select-text', isBad && 'text-danger')}>
          <bdi>{visibleText(sentence)}</bdi>
        </p>
      )}
      {sharing !== null && (
        <p className="border-b border-line px-4 py-2.5 text-text-muted select-text">
          <bdi>{visibleText(sharing)}</bdi>
        </p>
      )}
      <Glance container={container} />
      {error && error.message !== container.problem && (
        <ErrorNotice title="Could not read all of it" error={error} className="mx-4 mt-3" />
      )}
      <div className="grid flex-1 content-start @min-[860px]:content-stretch @min-[860px]:grid-cols-[minmax(0,1fr)_minmax(340px,40%)]">
        <div className="flex min-w-0 flex-col divide-y divide-line">
          <Section
            title="Last output"
            aside={
              <>
                {detail?.lastOutput && <CopyButton text={detail.lastOutput} label="Copy output" />}
                {detail?.lastOutputProblem === null && (
                  <Button
                    look="quiet"
                    keys="l"
                    hint="The whole log"
                    onClick={() => goTo({ name: 'container', key: container.key, tab: 'logs' })}
                    className="h-6!"
                  >
                    All of the log
                  </Button>
                )}
              </>
            }
          >
            {detail && <LastOutput detail={detail} />}
            {!detail && isSlow && <SkeletonBar className="w-60" />}
          </Section>
          <Section title="Commands">
            <ContainerCommands containerKey={container.key} />
          </Section>
        </div>
        <Section title="What it is" className="border-line @max-[860px]:border-t @min-[860px]:border-l">
          {detail && <Facts detail={detail} />}
          {!detail && isSlow && <SkeletonBar className="w-40" />}
        </Section>
      </div>
    </div>
  )
}
