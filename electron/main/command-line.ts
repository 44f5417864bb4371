// What the command line and the environment ask of main, read once.

export interface Options {
  /** `--perf=<file>`: write the marks of start-up there as JSON. */
  perfFile: string | null
  /** RUNC_DESKTOP_SCREENSHOT: keep a picture of the window there, for starts without a display to look at. */
  screenshotFile: string | null
  /** The address of vite's server when developing; never honoured in a packaged app. */
  devServer: string | null
}

const perfPrefix = '--perf='

export function readOptions(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
  isPackaged: boolean,
): Options {
  const perf = argv.find((argument) => argument.startsWith(perfPrefix))?.slice(perfPrefix.length)
  return {
    perfFile: orNull(perf),
    screenshotFile: orNull(environment.RUNC_DESKTOP_SCREENSHOT),
    devServer: isPackaged ? null : localAddress(environment.ELECTRON_RENDERER_URL),
  }
}

function orNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value
}

/** Only a server of this machine may provide the page. */
function localAddress(value: string | undefined): string | null {
  if (value === undefined || !URL.canParse(value)) return null
  const { protocol, hostname, origin } = new URL(value)
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1') ? origin : null
}
