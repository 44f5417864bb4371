// The question before many lines are pasted: how many, how they begin, and what would come of it.
import { useState } from 'react'
import { changeSettings } from '../../stores/settings.ts'
import { CheckBox } from '../../ui/CheckBox.tsx'
import { QuestionDialog } from '../../ui/QuestionDialog.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { PasteQuestion } from './paste-text.ts'

export interface PasteDialogProps {
  question: PasteQuestion
  /** The program that gets it. */
  program: string
  onPaste: () => void
  onClose: () => void
}

export function PasteDialog({ question, program, onPaste, onClose }: PasteDialogProps) {
  const { lines, firstLines, isRun } = question
  const [isSilenced, setIsSilenced] = useState(false)
  const left = lines - firstLines.length

  function paste(): void {
    if (isSilenced) void changeSettings({ terminalPasteWarning: false })
    onPaste()
  }

  return (
    <QuestionDialog
      title={`Paste ${lines.toLocaleString('en')} lines?`}
      answer="Paste"
      look="primary"
      isAnswerFirst
      onAnswer={paste}
      onClose={onClose}
    >
      <p>
        {isRun
          ? `${program} takes each line as if Enter had been pressed after it.`
          : `${program} takes them as one piece of text.`}
      </p>
      <ol className="code flex max-h-44 flex-col overflow-auto rounded-control border border-line bg-surface-1 px-3 py-2">
        {firstLines.map((line, index) => (
          // Lines have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="min-h-5 whitespace-pre">
            {visibleText(line)}
          </li>
        ))}
        {left > 0 && (
          <li className="font-sans text-small text-text-muted">{`… and ${left.toLocaleString('en')} more`}</li>
        )}
      </ol>
      <CheckBox label="Do not ask again" isChecked={isSilenced} onChange={setIsSilenced} />
    </QuestionDialog>
  )
}
