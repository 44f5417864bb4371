// What a process is, and the kernel's own lines about it.
import type { ReactNode } from 'react'
import type { ProcessDetail } from '../../../src-shared/processes-model.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { formatDuration, formatMoment } from '../../ui/format.ts'
import { FoldedText } from '../../ui/FoldedText.tsx'
import { visibleLines, visibleText } from '../../ui/visible-text.ts'
import { commandOf, stateMeaning, stateWord, strangerSentence, userSentence } from './words.ts'

export function ProcessFacts({ detail }: { detail: ProcessDetail }) {
  const { process, cwd, executable, root, status } = detail
  const { pid, containerPid, parentPid, state, threads, residentBytes, cpuMs, startedAt } = process
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-col">
        <Fact name="Command">
          <FoldedText text={visibleLines(commandOf(process))} className="code whitespace-pre-wrap" />
        </Fact>
        {process.stranger !== null && (
          <Fact name="Container">{visibleText(strangerSentence(process.stranger))}</Fact>
        )}
        <Fact name="Pid">
          {pid} on the host, {containerPid ?? 'unknown'} in the container; its parent is {parentPid}
        </Fact>
        <Fact name="State">
          {visibleText(stateWord(state))}. {stateMeaning(state)}
        </Fact>
        <Fact name="User">{visibleText(userSentence(process))}</Fact>
        <Fact name="Since">{formatMoment(startedAt)}</Fact>
        <Fact name="Processor time">{formatDuration(cpuMs)}</Fact>
        <Fact name="RSS">{residentBytes === null ? '–' : formatBytes(residentBytes)}</Fact>
        <Fact name="Threads">{threads}</Fact>
        <PathFact name="Program" path={executable} />
        <PathFact name="Directory" path={cwd} />
        <PathFact name="Root" path={root} />
      </dl>
      {status.length > 0 && (
        <section aria-label="The kernel’s status" className="flex flex-col gap-1">
          <h3 className="text-small font-normal text-text-muted">/proc/{pid}/status</h3>
          <dl className="code grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 rounded-control border border-line bg-surface-0 px-2.5 py-2 select-text">
            {status.map(({ name, value }) => (
              <div key={name} className="contents">
                <dt className="text-text-muted">{visibleText(name)}</dt>
                <dd className="[overflow-wrap:anywhere]">
                  <bdi>{visibleText(value)}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3 py-0.5">
      <dt className="text-text-muted">{name}</dt>
      <dd className="figures [overflow-wrap:anywhere] select-text">
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}

function PathFact({ name, path }: { name: string; path: string | null }) {
  return (
    <Fact name={name}>
      {path === null ? (
        <span className="text-text-muted">not to be seen: another user’s, or not there any more</span>
      ) : (
        <span className="code break-all">{visibleText(path)}</span>
      )}
    </Fact>
  )
}
