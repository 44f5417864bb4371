// The machine that a figure was taken on, as the bench files record it.
import { cpus, release } from 'node:os'
import { run } from '../common/process.mjs'

/**
 * @param {string} electron its version
 */
export async function describeMachine(electron) {
  const runc = await run('runc', ['--version'])
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    kernel: release(),
    node: process.versions.node,
    electron,
    runc: /^runc version (\S+)/m.exec(runc.stdout)?.[1] ?? null,
  }
}
