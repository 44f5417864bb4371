// In a question about a container: who else lives in its cgroup, and what they would feel of it.
import type { ContainerSummary } from '../../../src-shared/model.ts'
import { useContainers } from '../../stores/containers.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { WarningBox } from '../../ui/WarningBox.tsx'
import { sharingWarning } from './shared-cgroup.ts'

/** `signal`: of a kill; null for deleting. */
export function SharedCgroupAside({
  container,
  signal,
}: {
  container: ContainerSummary
  signal: string | null
}) {
  const byKey = useContainers((state) => state.byKey)
  const warning = sharingWarning(container, byKey, signal)
  if (warning === null) return null
  const sentence = (
    <p className="[overflow-wrap:anywhere] select-text">
      <bdi>{visibleText(warning.sentence)}</bdi>
    </p>
  )
  return warning.isFelt ? (
    <WarningBox>{sentence}</WarningBox>
  ) : (
    <div className="text-text-muted">{sentence}</div>
  )
}
