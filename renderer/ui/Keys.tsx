// Keys as they are shown: one small cap per key.
import { classNames } from './class-names.ts'

/** Keys parted by spaces (`g c`), those held together by `+` (`Ctrl+J`). */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={classNames('inline-flex items-center gap-1', className)}>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-inner border border-line bg-surface-1 px-1 font-sans text-caption text-text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
