// What a container is configured to be beside what holds now, a section for each subject.
import type { ReactNode } from 'react'
import type { ConfigInForce, ConfigView, NamespaceView } from '../../../src-shared/config-contract.ts'
import { commandText } from '../../ui/command-text.ts'
import { FoldedText } from '../../ui/FoldedText.tsx'
import { visibleLines, visibleText } from '../../ui/visible-text.ts'
import { Code, None, Table } from './Table.tsx'

interface Both {
  view: ConfigView
  /** Null when it has no process. */
  now: ConfigInForce | null
}

const two = 'minmax(140px,180px) minmax(0,1fr) minmax(0,1fr)'
const headsOfTwo = ['', 'Configured', 'Now'] as const

function yesNo(value: boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : value ? 'yes' : 'no'
}

export function ProcessFacts({ view, now }: Both) {
  const { process, root, hostname } = view
  if (process === null) return <p className="text-text-muted">It names no process.</p>
  return (
    <Table
      label="Process"
      columns={headsOfTwo}
      template={two}
      rows={[
        [
          'Command',
          <Folded key="c" text={commandText(process.args)} />,
          now && <Folded key="n" text={commandText(now.args)} />,
        ],
        ['Directory', <Code key="d">{process.cwd}</Code>, now?.cwd ? <Code key="n">{now.cwd}</Code> : null],
        ['User', <Code key="u">{process.user}</Code>, now?.user ? <Code key="n">{now.user}</Code> : null],
        ['Environment', <Folded key="e" text={process.env.join('\n')} />, ''],
        ['Terminal', yesNo(process.terminal), ''],
        ['Host name', hostname && <Code key="h">{hostname}</Code>, ''],
        [
          'Root file system',
          root && (
            <span key="r">
              <Code>{root.path}</Code> {root.readonly ? 'read-only' : 'writable'}
            </span>
          ),
          '',
        ],
        ['No new privileges', yesNo(process.noNewPrivileges), yesNo(now?.noNewPrivileges)],
        ['OOM score', process.oomScoreAdj?.toString() ?? null, now?.oomScoreAdj?.toString() ?? null],
        [
          'AppArmor',
          process.apparmorProfile && <Code key="a">{process.apparmorProfile}</Code>,
          now?.apparmorProfile && <Code key="n">{now.apparmorProfile}</Code>,
        ],
        ['SELinux label', process.selinuxLabel && <Code key="s">{process.selinuxLabel}</Code>, ''],
      ]}
    />
  )
}

export function Mounts({ view }: Both) {
  return (
    <Table
      label="Mounts"
      columns={['Destination', 'Type', 'Source', 'Options']}
      template="minmax(0,1.2fr) minmax(70px,90px) minmax(0,1.2fr) minmax(0,2fr)"
      rows={view.mounts.map(({ destination, type, source, options }) => [
        <Code key="d">{destination}</Code>,
        <Code key="t">{type}</Code>,
        <Code key="s">{source}</Code>,
        <Code key="o" isMuted>
          {options.join(' ')}
        </Code>,
      ])}
    />
  )
}

export function Namespaces({ view, now }: Both) {
  const types = [
    ...new Set([
      ...view.namespaces.map(({ type }) => type),
      ...(now?.namespaces ?? []).map(({ type }) => type),
    ]),
  ]
  return (
    <Table
      label="Namespaces"
      columns={['Type', 'Configured', 'Now', 'Other processes in it']}
      template="minmax(80px,110px) minmax(0,1fr) minmax(0,1fr) minmax(0,2fr)"
      rows={types.map((type) => {
        const wanted = view.namespaces.find((one) => one.type === type)
        const real = now?.namespaces.find((one) => one.type === type)
        return [
          type,
          wanted ? wanted.path === null ? 'its own' : <Code key="p">{wanted.path}</Code> : 'the machine’s',
          real?.inode ? (
            <span key="i" className="figures">
              {real.inode}
              {real.isOfMachine && <span className="text-text-muted"> the machine’s</span>}
            </span>
          ) : null,
          now && real && !real.isOfMachine ? <Members key="m" namespace={real} pid={now.pid} /> : null,
        ]
      })}
    />
  )
}

/** Named, before they are only counted. */
const mostNamed = 8

function Members({ namespace: { members, count }, pid }: { namespace: NamespaceView; pid: number }) {
  const others = members.filter((one) => one.pid !== pid)
  const left = count - (members.length - others.length) - Math.min(others.length, mostNamed)
  if (others.length === 0) return <span className="text-text-muted">none</span>
  return (
    <span>
      {others.slice(0, mostNamed).map(({ pid: other, name, container }, index) => (
        <span key={other}>
          {index > 0 && ', '}
          <bdi className="code">{visibleText(container ?? name)}</bdi>
          <span className="figures text-text-muted">
            {container === null ? ` ${other}` : `, container, pid ${other}`}
          </span>
        </span>
      ))}
      {left > 0 && <span className="text-text-muted"> and {left} more</span>}
    </span>
  )
}

export function Cgroup({ view, now }: Both) {
  const rows: ReactNode[][] = (now?.cgroups ?? []).map(({ name, path }) => [
    name === '' ? 'unified' : <Code key="n">{name}</Code>,
    <Code key="p">{path}</Code>,
  ])
  return (
    <Table
      label="cgroup"
      columns={['Hierarchy', 'Path']}
      template="minmax(140px,180px) minmax(0,1fr)"
      rows={[['configured', view.cgroupsPath && <Code key="c">{view.cgroupsPath}</Code>], ...rows]}
    />
  )
}

const sets = ['bounding', 'permitted', 'effective', 'inheritable', 'ambient'] as const

export function Capabilities({ view, now }: Both) {
  const declared = view.process?.capabilities ?? null
  const real = now?.capabilities ?? null
  const all = [
    ...new Set(sets.flatMap((set) => [...(declared?.[set] ?? []), ...(real?.[set] ?? [])])),
  ].toSorted()
  if (all.length === 0) return <p className="text-text-muted">It has none.</p>
  const inSets = (of: typeof declared, name: string): string | null =>
    of && (sets.filter((set) => of[set].includes(name)).join(', ') || null)
  return (
    <Table
      label="Capabilities"
      columns={['', 'Declared', 'Now', 'Effective']}
      template="minmax(160px,220px) minmax(0,1fr) minmax(0,1fr) minmax(60px,80px)"
      rows={all.map((name) => {
        const isEffective = real?.effective.includes(name)
        return [
          <Code key="n">{name}</Code>,
          inSets(declared, name),
          inSets(real, name),
          real === null ? null : isEffective ? 'yes' : 'no',
        ]
      })}
    />
  )
}

export function Limits({ view, now }: Both) {
  const declared = view.process?.rlimits ?? []
  const types = [
    ...new Set([...declared.map(({ type }) => type), ...(now?.rlimits ?? []).map(({ type }) => type)]),
  ]
  if (types.length === 0) return <p className="text-text-muted">It sets none.</p>
  const words = (limit: { soft: string; hard: string } | undefined): ReactNode =>
    limit ? (
      <span className="figures">
        {limit.soft === limit.hard ? limit.soft : `${limit.soft}, at most ${limit.hard}`}
      </span>
    ) : null
  return (
    <Table
      label="Resource limits"
      columns={headsOfTwo}
      template={two}
      rows={types.map((type) => [
        <Code key="t">{type}</Code>,
        words(declared.find((one) => one.type === type)),
        words(now?.rlimits.find((one) => one.type === type)),
      ])}
    />
  )
}

export function Devices({ view: { devices, deviceRules } }: Both) {
  if (devices.length + deviceRules.length === 0)
    return <p className="text-text-muted">None beyond runc’s own.</p>
  return (
    <Table
      label="Devices"
      columns={['Device', 'Number', 'Access', 'Owner']}
      template="minmax(0,2fr) minmax(80px,1fr) minmax(80px,1fr) minmax(60px,1fr)"
      rows={[
        ...devices.map(({ path, type, number, mode, owner }) => [
          <Code key="p">{path}</Code>,
          `${type} ${number}`,
          mode && <Code key="m">{mode}</Code>,
          owner,
        ]),
        ...deviceRules.map(({ isAllowed, device, access }) => [
          isAllowed ? 'rule: allowed' : 'rule: denied',
          visibleText(device),
          <Code key="a">{access}</Code>,
          null,
        ]),
      ]}
    />
  )
}

export function Hooks({ view: { hooks } }: Both) {
  if (hooks.length === 0) return <p className="text-text-muted">It has none.</p>
  return (
    <Table
      label="Hooks"
      columns={['When', 'Program', 'Arguments']}
      template="minmax(120px,160px) minmax(0,1fr) minmax(0,1fr)"
      rows={hooks.map(({ stage, path, args }) => [
        stage,
        <Code key="p">{path}</Code>,
        <Code key="a">{commandText(args)}</Code>,
      ])}
    />
  )
}

export function Annotations({ view: { annotations } }: Both) {
  if (annotations.length === 0) return <p className="text-text-muted">It has none.</p>
  return <Pairs label="Annotations" pairs={annotations} />
}

export function Kernel({ view: { sysctls, maskedPaths, readonlyPaths, ociVersion } }: Both) {
  return (
    <Pairs
      label="Kernel and paths"
      pairs={[
        ...sysctls,
        { name: 'masked paths', value: maskedPaths.join('\n') },
        { name: 'read-only paths', value: readonlyPaths.join('\n') },
        { name: 'OCI version', value: ociVersion },
      ]}
    />
  )
}

function Pairs({ label, pairs }: { label: string; pairs: readonly { name: string; value: string }[] }) {
  return (
    <Table
      label={label}
      columns={['Name', 'Value']}
      template="minmax(180px,320px) minmax(0,1fr)"
      rows={pairs.map(({ name, value }) => [<Code key="n">{name}</Code>, <Folded key="v" text={value} />])}
    />
  )
}

function Folded({ text }: { text: string }) {
  if (text === '') return <None />
  return <FoldedText text={visibleLines(text)} className="code whitespace-pre-wrap" />
}
