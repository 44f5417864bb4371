// The sample's config.json: what `runc spec` writes, made comfortable for somebody who wants to look around.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal, shortened } from '../contract/failure.ts'
import { ProgramFailure, runQuickly } from '../run-quickly.ts'

/** Prints a line each few seconds, so that there is something to see, and ends at once when asked to. */
const program = `trap 'echo "Asked to stop. Bye."; exit 0' TERM INT
echo "Hello from $(hostname)."
echo "This is busybox $(busybox | head -n 1 | cut -d ' ' -f 2), made by Runc Desktop."
count=0
while true; do
  count=$((count + 1))
  echo "$(date +%T) still here, line $count"
  sleep 5 &
  wait $!
done`

/** Lets `runc spec` write the file, so that it fits the runc that will read it; then changes what we want otherwise. */
export async function writeConfiguration(
  runc: string,
  bundle: string,
  options: { hostname: string; rootless: boolean; signal: AbortSignal },
): Promise<void> {
  const rootless = options.rootless ? ['--rootless'] : []
  const file = join(bundle, 'config.json')
  let spec: Record<string, unknown>
  try {
    await runQuickly(runc, ['spec', '--bundle', bundle, ...rootless], { signal: options.signal })
    spec = objectOf(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw explain(error)
  }
  await writeFile(file, `${JSON.stringify(adapt(spec, options.hostname), null, 2)}\n`, {
    signal: options.signal,
  })
}

/** What runc itself could not do in its own words; an abort as it is. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error
  const message = `runc could not write a config.json: ${shortened(error.message)}`
  if (!(error instanceof ProgramFailure)) return new Refusal('RuncFailed', message, { cause: error })
  const { exitCode, output } = error
  return new Refusal('RuncFailed', message, {
    cause: error,
    detail: { argv: [...error.argv], exitCode, output },
  })
}

export function adapt(spec: Record<string, unknown>, hostname: string): Record<string, unknown> {
  const process = objectOf(spec['process'])
  // Inheritable and ambient capabilities are only for programs that are not root (CVE-2022-29162).
  const { inheritable: _inheritable, ambient: _ambient, ...capabilities } = objectOf(process['capabilities'])
  return {
    ...spec,
    hostname,
    root: { path: 'rootfs', readonly: false },
    process: {
      ...process,
      terminal: false,
      args: ['/bin/sh', '-c', program],
      cwd: '/root',
      env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'HOME=/root',
        'TERM=xterm-256color',
        'PS1=\\u@\\h:\\w\\$ ',
      ],
      capabilities,
    },
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
