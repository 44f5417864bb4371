// A command on one line: what it does and to which container first, the whole of it on hover and to the ear.
import { splitKey } from '../../src-shared/container-key.ts'
import { classNames } from './class-names.ts'
import { briefCommand, commandText } from './command-text.ts'
import { hintAttributes } from './hint.ts'
import { visibleText } from './visible-text.ts'

export interface CommandBriefProps {
  argv: readonly string[]
  containerKey: string | null
  className?: string
}

export function CommandBrief({ argv, containerKey, className }: CommandBriefProps) {
  const whole = commandText(argv)
  return (
    <span
      className={classNames('code relative min-w-0 truncate', className)}
      {...hintAttributes({ hint: whole })}
    >
      <bdi aria-hidden="true">
        {visibleText(briefCommand(argv, containerKey === null ? null : splitKey(containerKey).id))}
      </bdi>
      <span className="spoken">{visibleText(whole)}</span>
    </span>
  )
}
