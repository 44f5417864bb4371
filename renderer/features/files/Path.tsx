// A path in a sentence or a row, as it may be drawn.
import { classNames } from '../../ui/class-names.ts'
import { visibleName } from './names.ts'

export function Path({ path, className }: { path: string; className?: string }) {
  return <bdi className={classNames('code break-all select-text', className)}>{visibleName(path)}</bdi>
}
