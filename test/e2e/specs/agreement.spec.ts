// The list never lies: with more than a hundred containers alive, plain runc in two roots and every manager change them
// for a minute, and the window follows each change in time and agrees with `runc list` of every root at the end.
import { PlainRunc } from '../../fixtures/machine/plain-runc.ts'
import { rootsOf, runcList } from '../../fixtures/machine/runc-list.ts'
import { MachineShell } from '../../fixtures/machine/shell.ts'
import { expect, noMachine, test } from '../machine-fixtures.ts'
import { managedSubject, plainSubjects, type Subject } from '../support/change-workers.ts'
import { pick, pickChange, randomBy } from '../support/random-changes.ts'
import { keyOf, RowWatch } from '../support/row-watch.ts'

test.skip(noMachine !== null, noMachine ?? '')
test.use({ machineFor: 'agreement' })

const changeForMs = 60_000

/**
 * From the tool's end to the painted row. The figure is the bench's (`list.change.p95`); this tells a list that lies from
 * a machine that is busy with everything else that the test does on it.
 */
const boundMs = 2000

/** Each changes containers of its own, so that a seed always makes the same changes of each. */
const plainWorkers = 2

/** In turn in each root. */
const containersOfEach = 70

const second = '/run/second'

test('every change from outside shows in time, and the window agrees with runc at the end', async ({
  machine,
  managers,
  workspace,
  launchInside,
}, testInfo) => {
  test.setTimeout(5 * 60_000)
  const seed = Number(process.env.RUNC_DESKTOP_TEST_SEED ?? Date.now() % 1_000_000)
  testInfo.annotations.push({ type: 'seed', description: `RUNC_DESKTOP_TEST_SEED=${seed}` })
  const roots = ['/run/runc', second].map((root) => new PlainRunc(machine, root))
  const shells = Array.from({ length: plainWorkers }, () => new MachineShell(machine))
  const plain = shells.map((shell, index) => plainSubjects(shell, roots, `plain-${index}`, containersOfEach))
  await Promise.all(plain.map(populate))
  const managed = [...managers].map(([place, manager]) => managedSubject(manager, place.replace(/\W/g, '-')))

  workspace.writeSettings({
    containerList: { columns: columns(), sortKey: 'name', isDescending: false, group: null },
  })
  const desktop = await launchInside()
  await desktop.shell.containers.addRoot(second)
  const rows = await RowWatch.start(desktop)

  const latencies: number[] = []
  const until = Date.now() + changeForMs
  await Promise.all(
    [...plain, managed].map((subjects, index) => changeAtRandom(subjects, randomBy(seed + index))),
  )
  testInfo.annotations.push({ type: 'time', description: describe(latencies) })

  const truth = await truthOf([...plain, managed].flat())
  const alive = [...truth.values()].filter((status) => status !== 'stopped')
  expect(alive.length).toBeGreaterThanOrEqual(100)
  await expect.poll(() => rows.all(), { timeout: boundMs }).toEqual(truth)
  for (const shell of shells) await shell.close()

  async function changeAtRandom(subjects: readonly Subject[], random: () => number): Promise<void> {
    while (subjects.length > 0 && Date.now() < until) {
      const subject = pick(random, subjects)
      const { verb, after } = pickChange(random, subject.rules(subject.status))
      const endedAt = await subject.change(verb)
      const shownAt = await rows.until(subject, after, boundMs)
      subject.status = after
      latencies.push(Math.max(0, shownAt - endedAt))
    }
  }

  /** What runc itself says of every root, by the names that the window shows. */
  async function truthOf(subjects: readonly Subject[]): Promise<Map<string, string>> {
    const names = new Map(subjects.map(({ root, id, name }) => [keyOf({ root, name: id }), name]))
    const listed = new Map<string, string>()
    for (const root of rootsOf(machine, [second])) {
      for (const { id, status } of await runcList(machine, root)) {
        const name = names.get(keyOf({ root, name: id })) ?? id
        listed.set(keyOf({ root, name }), status)
      }
    }
    return listed
  }
})

/** Those that tell rows and states apart, and no others. */
function columns(): { key: string; width: null; shown: 'yes' | 'no' }[] {
  return [
    ...['status', 'name', 'root'].map((key) => ({ key, width: null, shown: 'yes' as const })),
    ...['owner', 'image', 'cpu', 'memory', 'processes', 'pid', 'uptime'].map((key) => ({
      key,
      width: null,
      shown: 'no' as const,
    })),
  ]
}

async function populate(subjects: readonly Subject[]): Promise<void> {
  for (const [index, subject] of subjects.entries()) {
    const isCreated = index % 4 === 0
    await subject.change(isCreated ? 'create' : 'run')
    subject.status = isCreated ? 'created' : 'running'
  }
}

function describe(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((one, other) => one - other)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return `${sorted.length} changes, from the tool's end to the painted row: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`
}
