// The options of CRIU that a checkpoint and a restore share.
import { useId } from 'react'
import type { CriuOptions } from '../../../src-shared/checkpoint-model.ts'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { hintAttributes } from '../../ui/hint.ts'
import { switches, switchWords } from './words.ts'

export interface CriuFieldsProps {
  options: CriuOptions
  change: (changes: CriuOptions) => void
}

const modes = [
  { value: 'default', name: 'As runc does' },
  { value: 'soft', name: 'soft' },
  { value: 'full', name: 'full' },
  { value: 'strict', name: 'strict' },
  { value: 'ignore', name: 'ignore' },
] as const

export function CriuFields({ options, change }: CriuFieldsProps) {
  const modeId = useId()
  return (
    <div className="flex flex-col gap-2">
      {switches.map((name) => (
        <span key={name} {...hintAttributes({ hint: switchWords[name].help })}>
          <CheckBox
            label={switchWords[name].name}
            isChecked={options[name] === true}
            onChange={(isOn) => change({ [name]: isOn || undefined })}
          />
        </span>
      ))}
      <CheckBox
        label="Leave the network namespace empty"
        isChecked={options.emptyNs !== undefined}
        onChange={(isOn) => change({ emptyNs: isOn ? ['network'] : undefined })}
      />
      <div className="flex flex-col gap-1">
        <span id={modeId} className="text-small text-text-muted">
          What CRIU does with cgroups
        </span>
        <div className="flex">
          <Segments
            labelledBy={modeId}
            value={options.manageCgroupsMode ?? 'default'}
            options={modes}
            onChange={(mode) => change({ manageCgroupsMode: mode === 'default' ? undefined : mode })}
          />
        </div>
      </div>
    </div>
  )
}
