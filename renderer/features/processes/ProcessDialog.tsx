// One process closely: what it is, its open files, its limits, its environment.
import { Tabs } from '@base-ui/react/tabs'
import { RotateCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { foreignSentence } from '../../../src-shared/actions.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { ProcessDetail, ProcessRow } from '../../../src-shared/processes-model.ts'
import { engine } from '../../engine/index.ts'
import { useContainers } from '../../stores/containers.ts'
import { closeDialog, openDialog } from '../../stores/overlays.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { EnvironmentList } from './EnvironmentList.tsx'
import { LimitTable } from './LimitTable.tsx'
import { OpenFileTable } from './OpenFileTable.tsx'
import { ProcessFacts } from './ProcessFacts.tsx'

export interface ProcessDialogProps {
  containerKey: string
  process: ProcessRow
}

interface Reading {
  detail: ProcessDetail | null
  /** What was read before stays then: it is the last that there is to know. */
  error: ErrorInfo | null
}

async function read(key: string, { pid, startTime }: ProcessRow): Promise<Reading> {
  try {
    return { detail: await engine.call('processes.detail', { key, pid, startTime }), error: null }
  } catch (error) {
    return { detail: null, error: toErrorInfo(error) }
  }
}

const tabs = ['Overview', 'Open files', 'Limits', 'Environment'] as const

export function ProcessDialog({ containerKey, process }: ProcessDialogProps) {
  const { pid, name } = process
  const foreignUid = useContainers(({ byKey }) => byKey.get(containerKey)?.foreignUid ?? null)
  const [{ detail, error }, setReading] = useState<Reading>({ detail: null, error: null })
  const take = (next: Reading): void =>
    setReading((before) => ({ ...next, detail: next.detail ?? before.detail }))
  useEffect(() => {
    let isCurrent = true
    void read(containerKey, process).then((reading) => isCurrent && setReading(reading))
    return () => {
      isCurrent = false
    }
  }, [containerKey, process])

  return (
    <Dialog
      width="wide"
      title={
        <>
          Process <bdi className="code">{visibleText(name)}</bdi> <span className="figures">{pid}</span>
        </>
      }
      onClose={closeDialog}
      notice={
        error && (
          <ErrorNotice
            title={error.code === 'ProcessExited' ? 'It is gone' : 'It cannot be read'}
            error={error}
          />
        )
      }
      footer={
        <>
          <Button
            icon={<RotateCw size={14} aria-hidden />}
            onClick={() => void read(containerKey, process).then(take)}
          >
            Read again
          </Button>
          <Button
            reason={
              foreignUid !== null
                ? foreignSentence(foreignUid)
                : error?.code === 'ProcessExited'
                  ? 'It has ended.'
                  : null
            }
            onClick={() => openDialog({ name: 'signalProcess', key: containerKey, process })}
          >
            Signal…
          </Button>
          <Button onClick={closeDialog}>Close</Button>
        </>
      }
    >
      <Tabs.Root defaultValue={tabs[0]} className="flex min-h-0 flex-col">
        <Tabs.List
          aria-label="About this process"
          className="-mx-2 flex h-8 shrink-0 gap-1 border-b border-line"
        >
          {tabs.map((tab) => (
            <Tabs.Tab
              key={tab}
              value={tab}
              className="relative rounded-inner px-2 text-text-muted -outline-offset-2 hover:text-text data-active:text-text data-active:after:absolute data-active:after:inset-x-2 data-active:after:-bottom-px data-active:after:h-0.5 data-active:after:bg-focus"
            >
              {tab}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((tab) => (
          <Tabs.Panel key={tab} value={tab} className="h-80 overflow-y-auto pt-3 -outline-offset-2">
            {tab === 'Environment' ? (
              <EnvironmentList containerKey={containerKey} process={process} />
            ) : (
              detail && <Content tab={tab} detail={detail} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Dialog>
  )
}

function Content({ tab, detail }: { tab: (typeof tabs)[number]; detail: ProcessDetail }) {
  if (tab === 'Open files')
    return <OpenFileTable files={detail.openFiles} omitted={detail.openFilesOmitted} />
  if (tab === 'Limits') return <LimitTable limits={detail.limits} />
  return <ProcessFacts detail={detail} />
}
