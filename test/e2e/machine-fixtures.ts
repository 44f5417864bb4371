// For specs about the whole machine: one of their own (see test/fixtures/machine), with every manager that can run here,
// and the app started in it, where it finds every runc root at its standard place.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Machine, whyNoMachine } from '../fixtures/machine/machine.ts'
import { startManagers, type ManagerPlace } from '../fixtures/managers/all.ts'
import type { Manager } from '../fixtures/managers/manager.ts'
import { test as base, type Desktop } from './fixtures.ts'
import type { LaunchOptions } from './support/desktop.ts'

export { expect } from '@playwright/test'

interface MachineFixtures {
  /** Starts the app in the machine, and waits until it is ready. */
  launchInside: () => Promise<Desktop>
  /** The same, started already. */
  inside: Desktop
}

interface MachineWorkerFixtures {
  /** Specs that name another one get a machine of their own, without what the others left running. */
  machineFor: string
  machine: Machine
  managers: Map<ManagerPlace, Manager>
}

/** To be skipped for at the head of a spec: fixtures come too late for that. */
export const noMachine = whyNoMachine()

/** The machine and its daemons are made once for the specs that share it. */
const startWithinMs = 120_000

export const test = base.extend<MachineFixtures, MachineWorkerFixtures>({
  machineFor: ['all', { option: true, scope: 'worker' }],

  machine: [
    // oxlint-disable-next-line no-unused-vars -- With another value it is another machine.
    async ({ machineFor: _ }, provide) => {
      const machine = await Machine.start()
      await provide(machine)
      await machine.dispose()
    },
    { scope: 'worker', timeout: startWithinMs },
  ],

  managers: [
    async ({ machine }, provide) => {
      await provide(await startManagers(machine))
    },
    { scope: 'worker', timeout: startWithinMs },
  ],

  launchInside: async ({ machine, identity, launch }, provide) => {
    await provide(async () => {
      const desktop = await launch(insideOf(machine, identity.executable))
      await desktop.shell.isReady()
      return desktop
    })
  },

  inside: async ({ launchInside }, provide) => {
    await provide(await launchInside())
  },
})

function insideOf(machine: Machine, electron: string): LaunchOptions {
  const executable = join(machine.directory, 'electron-inside')
  const command = machine.command([electron]).map((word) => `'${word}'`)
  writeFileSync(executable, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`, { mode: 0o755 })
  // Nothing is told: every root is looked for.
  return { executable, environment: { RUNC_DESKTOP_RUNC_ROOT: '' } }
}
