// A question that must be answered before something happens: Cancel, or the one thing that is asked.
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

export interface QuestionDialogProps {
  title: ReactNode
  children: ReactNode
  /** What the button that goes on says. */
  answer: string
  look: 'danger' | 'primary' | 'secondary'
  /** Why one cannot go on. */
  reason?: string | null
  /** Enter goes on, where that is what one nearly always wants; else it cancels. */
  isAnswerFirst?: boolean
  /** Called once the question is closed. */
  onAnswer: () => void
  onClose: () => void
}

export function QuestionDialog(props: QuestionDialogProps) {
  const { title, children, answer, look, reason, isAnswerFirst = false, onAnswer, onClose } = props
  const first = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      isQuestion
      title={title}
      onClose={onClose}
      initialFocus={first}
      footer={
        <>
          <Button ref={isAnswerFirst ? undefined : first} onClick={onClose}>
            Cancel
          </Button>
          <Button
            ref={isAnswerFirst ? first : undefined}
            look={look}
            reason={reason}
            onClick={() => {
              onClose()
              onAnswer()
            }}
          >
            {answer}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
