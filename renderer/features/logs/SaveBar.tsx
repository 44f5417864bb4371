// Saves a log to a file: how, where, how far it is, and what came of it.
import { useEffect, useRef, useState } from 'react'
import type { StreamHandle } from '../../../src-shared/client.ts'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { LogOutput, LogSaving } from '../../../src-shared/logs-model.ts'
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { engine, windowCall } from '../../engine/index.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { BarFrame } from './BarFrame.tsx'

type Saving =
  | { state: 'idle' }
  | { state: 'writing'; path: string; done: number; size: number }
  | { state: 'saved'; path: string; bytes: number }
  | { state: 'cancelled' }
  | { state: 'failed'; error: ErrorInfo }

export interface SaveBarProps {
  container: ContainerSummary
  output: LogOutput | null
  onClose: () => void
}

export function SaveBar({ container, output, onClose }: SaveBarProps) {
  const [hasTimes, setHasTimes] = useState(false)
  const [saving, setSaving] = useState<Saving>({ state: 'idle' })
  const stream = useRef<StreamHandle<'logSave'> | null>(null)
  // Half a file is of no use to anybody.
  useEffect(() => () => stream.current?.close(), [])

  function cancel(): void {
    stream.current?.close()
    stream.current = null
    setSaving({ state: 'cancelled' })
  }

  async function save(): Promise<void> {
    const suggestedName = `${(container.owner.name ?? container.id).slice(0, 200)}.log`
    let path: string | null
    try {
      path = await windowCall('dialog.pickTarget', { name: suggestedName })
    } catch (error) {
      setSaving({ state: 'failed', error: toErrorInfo(error) })
      return
    }
    if (path === null) return
    const chosen = path
    setSaving({ state: 'writing', path: chosen, done: 0, size: 0 })
    const decoder = new TextDecoder()
    stream.current = engine.open(
      'logSave',
      { key: container.key, path: chosen, output, hasTimes },
      {
        onData(bytes, consumed) {
          consumed()
          const { done, size } = JSON.parse(decoder.decode(bytes)) as LogSaving
          setSaving({ state: 'writing', path: chosen, done, size })
        },
        onEnd(result) {
          stream.current = null
          setSaving(
            result.ok
              ? { state: 'saved', path: chosen, bytes: result.value.bytes }
              : { state: 'failed', error: result.error },
          )
        },
      },
    )
  }

  return (
    <BarFrame label="Save the log" onClose={onClose}>
      {saving.state === 'writing' ? (
        <>
          <progress
            aria-label="Saved"
            max={Math.max(1, saving.size)}
            value={saving.done}
            className="h-1 w-32 accent-accent"
          />
          <Button onClick={cancel}>Cancel</Button>
        </>
      ) : (
        <>
          <Button look="primary" onClick={() => void save()}>
            {output === null ? 'Save the whole log…' : `Save all of ${output}…`}
          </Button>
          <div className="flex items-center">
            <CheckBox label="Each line with its time" isChecked={hasTimes} onChange={setHasTimes} />
          </div>
        </>
      )}
      <output className={saving.state === 'failed' ? 'text-small text-danger' : 'text-small text-text-muted'}>
        <bdi>{savingWords(saving)}</bdi>
      </output>
    </BarFrame>
  )
}

function savingWords(saving: Saving): string {
  switch (saving.state) {
    case 'idle':
      return ''
    case 'writing':
      return saving.size === 0 ? 'Saving…' : `${formatBytes(saving.done)} of ${formatBytes(saving.size)}`
    case 'saved':
      return `Saved ${formatBytes(saving.bytes)} to ${visibleText(saving.path)}`
    case 'cancelled':
      return 'Nothing was saved.'
    case 'failed':
      break
  }
  return visibleText(saving.error.message)
}
