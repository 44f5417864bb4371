// The end of what a container wrote, as text and nothing else; or why there is none.
import { useEffect, useRef } from 'react'
import type { ContainerDetail } from '../../../../src-shared/model.ts'
import { visibleLines, visibleText } from '../../../ui/visible-text.ts'

export function LastOutput({ detail }: { detail: ContainerDetail }) {
  const { lastOutput, lastOutputProblem } = detail
  const box = useRef<HTMLPreElement>(null)
  const isAtEnd = useRef(true)

  // It follows the end, until one scrolls up to read.
  useEffect(() => {
    const element = box.current
    if (element && lastOutput !== null && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [lastOutput])

  if (lastOutputProblem !== null) {
    return (
      <p className="text-text-muted select-text">
        <bdi>{visibleText(lastOutputProblem)}</bdi>
      </p>
    )
  }
  if (lastOutput === null || lastOutput.trim() === '') {
    return <p className="text-text-muted">It has not written anything yet.</p>
  }
  return (
    <pre
      ref={box}
      // Scrollable, so the keyboard must get at it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Last output"
      onScroll={({ currentTarget }) => {
        const { scrollHeight, scrollTop, clientHeight } = currentTarget
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 8
      }}
      className="code max-h-64 overflow-auto rounded-control border border-line bg-surface-0 px-2.5 py-2 leading-4.5 whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate] select-text"
    >
      {visibleLines(lastOutput.trimEnd())}
    </pre>
  )
}
