// What failed on containers that are gone, above the page: no row is left to say it. It stays until it is dismissed.
import { dismissFailureOfGone, useOperations } from '../stores/operations.ts'
import { ErrorNotice } from '../ui/ErrorNotice.tsx'

export function GoneFailures() {
  const failures = useOperations(({ ofGone }) => ofGone)
  if (failures.size === 0) return null
  return (
    <section
      aria-label="What failed on containers that are gone"
      className="flex max-h-1/3 shrink-0 flex-col gap-2 overflow-y-auto border-b border-line px-3 py-2"
    >
      {[...failures].map(([key, { title, error }]) => (
        <ErrorNotice
          key={key}
          title={title}
          error={error}
          onDismiss={() => dismissFailureOfGone(key)}
          className="shrink-0"
        />
      ))}
    </section>
  )
}
