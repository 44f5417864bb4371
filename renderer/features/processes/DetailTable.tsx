// A small table of what there is to know of one process.
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'

export function DetailTable(props: { label: string; heads: readonly string[]; children: ReactNode }) {
  const { label, heads, children } = props
  return (
    <table aria-label={label} className="w-full text-left">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className="pr-3 pb-1 text-small font-normal text-text-muted">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

export function Cell({ children, isFigure = false }: { children: ReactNode; isFigure?: boolean }) {
  return (
    <td className={classNames('py-1 pr-3 whitespace-nowrap select-text', isFigure && 'figures')}>
      {children}
    </td>
  )
}

/** For what the kernel does not show to whoever may not trace the process. */
export function notToSee(what: string): string {
  return `Its ${what} are not yours to see: it belongs to another user, or it has ended.`
}
