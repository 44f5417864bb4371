// Drawing by the graphics processor, where there is a real one: on a machine that only pretends to have one, it is
// several times slower than the document's own elements, which are the default.
import type { Terminal } from '@xterm/xterm'

/** What software that plays a graphics processor calls itself. */
const pretenders = /swiftshader|llvmpipe|softpipe|software|basic render|virgl|svga3d/i

let isReal: boolean | null = null

/** Asked once; a context costs some milliseconds. */
function hasRealHardware(): boolean {
  isReal ??= probe()
  return isReal
}

function probe(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (context === null) return false
  const info = context.getExtension('WEBGL_debug_renderer_info')
  const renderer: unknown = info === null ? null : context.getParameter(info.UNMASKED_RENDERER_WEBGL)
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return isRealRenderer(renderer)
}

/** An unknown one is not trusted to be fast. */
export function isRealRenderer(renderer: unknown): boolean {
  return typeof renderer === 'string' && renderer !== '' && !pretenders.test(renderer)
}

export interface GpuDrawing {
  /** Only the terminal that has the focus uses it: a page has 16 contexts in all. */
  setWanted(isWanted: boolean): void
  dispose(): void
}

/** `onSwap` is called when cells may have another width than before. */
export function gpuDrawing(terminal: Terminal, onSwap: () => void): GpuDrawing {
  let addon: { dispose(): void } | null = null
  let isWanted = false
  let hasFailed = false

  function stop(): void {
    if (addon === null) return
    addon.dispose()
    addon = null
    onSwap()
  }

  async function start(): Promise<void> {
    const { WebglAddon } = await import('@xterm/addon-webgl')
    if (!isWanted || addon !== null) return
    const made = new WebglAddon()
    made.onContextLoss(() => {
      hasFailed = true
      stop()
    })
    terminal.loadAddon(made)
    addon = made
    onSwap()
  }

  return {
    setWanted(wanted) {
      isWanted = wanted
      if (!wanted) stop()
      else if (addon === null && !hasFailed && hasRealHardware()) {
        start().catch(() => {
          // It draws as before.
          hasFailed = true
        })
      }
    },
    dispose() {
      isWanted = false
      addon?.dispose()
      addon = null
    },
  }
}
