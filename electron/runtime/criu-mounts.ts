// A CRIU or runc that is ended in the middle of a restore leaves file systems mounted: the container's root in runc's
// directory (`criu-root`), all cgroup hierarchies where CRIU works (`.criu.cgyard.*`). Whoever removes such a directory
// with all that is in it, `runc delete --force` included, empties what is mounted there. So they go first.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from './child-environment.ts'
import type { RuntimeContext } from './context.ts'
import { ignoringMissing, RuncError } from './errors.ts'

/** `umount --lazy` does not wait for anybody. */
const unmountTimeoutMs = 5000

/** More file systems than CRIU and runc ever leave. */
const mostMounts = 100

/** For runc's directory of a container. Throws RuncFailed when something stays: then nothing must be removed. */
export function releaseRestoreRoot(context: RuntimeContext, id: string): void {
  const directory = join(context.layout.root, id)
  if (existsSync(join(directory, 'criu-root'))) unmountBelow(directory)
}

/** For a directory that CRIU has worked in, before `whole`, which holds it, is removed. Throws RuncFailed. */
export function releaseCriuMounts(workDirectory: string, whole: string): void {
  const names = ignoringMissing(() => readdirSync(workDirectory)) ?? []
  if (names.some((name) => name.startsWith('.criu.'))) unmountBelow(whole)
}

function unmountBelow(directory: string): void {
  for (let count = 0; count < mostMounts; count += 1) {
    // The last mounted first; each lazily, whoever still looks at it.
    const mounted = mountPoints().findLast((point) => point.startsWith(`${directory}/`))
    if (mounted === undefined) return
    const { status } = spawnSync('umount', ['--lazy', '--', mounted], {
      stdio: 'ignore',
      timeout: unmountTimeoutMs,
      env: childEnvironment([]),
    })
    if (status !== 0) break
  }
  const message = `${directory} was kept: a restore that was ended has left file systems mounted in it, which cannot be unmounted.`
  throw new RuncError('RuncFailed', message)
}

/** Where file systems are mounted, in the order in which they were. */
export function mountPoints(): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point !== '')
    .map((point) => point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8))))
}
