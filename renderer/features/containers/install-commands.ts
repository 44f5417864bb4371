// One command for several missing programs: `sudo apt install runc` and `… conmon` become one line.
import type { Tool } from '../../../src-shared/model.ts'

export function installCommands(tools: readonly Pick<Tool, 'installCommand'>[]): string[] {
  const packages = new Map<string, Set<string>>()
  for (const { installCommand } of tools) {
    const [, command, name] = /^(.+) (\S+)$/.exec(installCommand ?? '') ?? []
    if (command === undefined || name === undefined) continue
    packages.set(command, (packages.get(command) ?? new Set()).add(name))
  }
  return Array.from(packages, ([command, names]) => [command, ...names].join(' '))
}
