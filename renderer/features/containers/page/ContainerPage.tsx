// One container's page: its head, what went wrong with it last, and its tabs.
import { Tabs } from '@base-ui/react/tabs'
import { lazy, Suspense, useState, type ComponentType } from 'react'
import type { ContainerSummary } from '../../../../src-shared/model.ts'
import { isLive, useEngineState } from '../../../engine/index.ts'
import { useContainers } from '../../../stores/containers.ts'
import { dismissFailure, useOperations } from '../../../stores/operations.ts'
import { containerTabs, goTo, useView, type ContainerTab } from '../../../stores/view.ts'
import { classNames } from '../../../ui/class-names.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { useSampling } from '../../stats/use-sampling.ts'
import { Gone } from './Gone.tsx'
import { PageHead } from './PageHead.tsx'

interface TabContent {
  name: string
  /** Fills the tab, and scrolls within itself. */
  Content: ComponentType<{ container: ContainerSummary }>
}

/** Each in a chunk of its own: one pays for what one opens. */
const contents: Record<ContainerTab, TabContent> = {
  overview: {
    name: 'Overview',
    Content: lazy(async () => ({ default: (await import('./Overview.tsx')).Overview })),
  },
  checkpoints: {
    name: 'Checkpoints',
    Content: lazy(async () => ({
      default: (await import('../../checkpoints/CheckpointsTab.tsx')).CheckpointsTab,
    })),
  },
  processes: {
    name: 'Processes',
    Content: lazy(async () => ({
      default: (await import('../../processes/ProcessesTab.tsx')).ProcessesTab,
    })),
  },
  stats: {
    name: 'Stats',
    Content: lazy(async () => ({ default: (await import('../../stats/StatsTab.tsx')).StatsTab })),
  },
  files: {
    name: 'Files',
    Content: lazy(async () => ({ default: (await import('../../files/FilesTab.tsx')).FilesTab })),
  },
  config: {
    name: 'Config',
    Content: lazy(async () => ({ default: (await import('../../config/ConfigTab.tsx')).ConfigTab })),
  },
  logs: {
    name: 'Logs',
    Content: lazy(async () => ({ default: (await import('../../logs/LogsTab.tsx')).LogsTab })),
  },
}

export function ContainerPage({ containerKey }: { containerKey: string }) {
  const current = useContainers(({ byKey }) => byKey.get(containerKey))
  const isLoaded = useContainers((state) => state.isLoaded)
  const [last, setLast] = useState<ContainerSummary | null>(null)
  if (current && current !== last) setLast(current)

  if (!isLoaded) return <div className="min-h-0 flex-1" />
  if (!current) return <Gone containerKey={containerKey} last={last} />
  return <Present container={current} />
}

function Present({ container }: { container: ContainerSummary }) {
  const { key } = container
  useSampling(container)
  const failure = useOperations(({ failures }) => failures.get(key))
  const isStale = useEngineState((state) => !isLive(state))
  const tab = useView(({ page }) => (page.name === 'container' ? page.tab : undefined)) ?? containerTabs[0]
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value: ContainerTab) => goTo({ name: 'container', key, tab: value })}
      className={classNames('flex min-h-0 flex-1 flex-col', isStale && 'grayscale')}
    >
      <PageHead container={container} />
      <Tabs.List
        aria-label="About this container"
        className="flex h-9 shrink-0 gap-1 border-b border-line px-2"
      >
        {containerTabs.map((value) => (
          <Tabs.Tab
            key={value}
            value={value}
            className="relative rounded-inner px-2 text-text-muted -outline-offset-2 hover:text-text data-active:text-text data-active:after:absolute data-active:after:inset-x-2 data-active:after:-bottom-px data-active:after:h-0.5 data-active:after:bg-focus"
          >
            {contents[value].name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {failure && (
        <ErrorNotice
          title={failure.title}
          error={failure.error}
          onDismiss={() => dismissFailure(key)}
          className="mx-4 mt-3 shrink-0"
        />
      )}
      {containerTabs.map((value) => {
        const { Content } = contents[value]
        return (
          <Tabs.Panel key={value} value={value} className="flex min-h-0 flex-1 flex-col -outline-offset-2">
            <Suspense fallback={<div className="flex-1" />}>
              <Content container={container} />
            </Suspense>
          </Tabs.Panel>
        )
      })}
    </Tabs.Root>
  )
}
