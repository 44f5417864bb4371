// The screen that a terminal's forgotten output has left behind: xterm without a window, fed with what falls out of the
// history, and written down as the bytes that draw it again. Loaded with the first history that is full.
import type { Terminal as HeadlessTerminal } from '@xterm/headless'
import type { SerializeAddon } from '@xterm/addon-serialize'
import { limitRepetition } from '../../../src-shared/sequence-limits.ts'
import { createModeKeeper, type ModeKeeper } from './mode-keeper.ts'

/**
 * Lines above the screen that are kept: what lay before a full-screen program that has drawn more than the history
 * holds. Measured: 0.7 MB at 120 columns; what scrolled by more recently is in the history itself.
 */
const scrollbackLines = 500

export interface ScreenState {
  /** In the order of calls; `onParsed` when it is part of what `restore` draws. */
  write(bytes: Uint8Array, onParsed: () => void): void
  /** Takes effect between the bytes before it and those after it. */
  resize(columns: number, rows: number): void
  /** Output was left out: a sequence that it cut in two is given up. */
  skipped(): void
  /** The bytes that draw it on a cleared terminal of the same size, modes included. */
  restore(): Uint8Array
  dispose(): void
}

const toSecondScreen = '\u001b[?1049h\u001b[H'
/** CAN: ends whatever sequence was begun. */
const cancel = Uint8Array.of(0x18)
const nothing = new Uint8Array(0)

export async function createScreenState(columns: number, rows: number): Promise<ScreenState> {
  const { Terminal, SerializeAddon: Addon } = await load()
  const terminal = new Terminal({
    cols: columns,
    rows,
    scrollback: scrollbackLines,
    // The parser's hooks and the serialising.
    allowProposedApi: true,
    logLevel: 'off',
  })
  limitRepetition(terminal)
  const addon = new Addon()
  terminal.loadAddon(addon)
  const modes = createModeKeeper(terminal)
  return {
    write: (bytes, onParsed) => terminal.write(bytes, onParsed),
    resize(wantedColumns, wantedRows) {
      terminal.write(nothing, () => {
        terminal.resize(wantedColumns, wantedRows)
        modes.resized()
      })
    },
    skipped: () => terminal.write(cancel),
    restore: () => new TextEncoder().encode(drawn(terminal, addon, modes)),
    dispose: () => terminal.dispose(),
  }
}

function drawn(terminal: HeadlessTerminal, addon: SerializeAddon, modes: ModeKeeper): string {
  const { active } = terminal.buffer
  // What is drawn of the second screen counts from no colours at all.
  const screens = addon.serialize().replace(toSecondScreen, `\u001b[m${toSecondScreen}`)
  const before = modes.beforeCursor()
  // A scroll region homes the cursor, so that its place is told anew; within the region where that is the origin.
  const row = active.cursorY + 1 - (terminal.modes.originMode ? modes.regionTop() : 0)
  const cursor = before === '' ? '' : `${before}\u001b[${row};${active.cursorX + 1}H`
  return `${screens}${cursor}${modes.afterCursor()}`
}

let loading: Promise<{ Terminal: typeof HeadlessTerminal; SerializeAddon: typeof SerializeAddon }> | null =
  null

function load(): NonNullable<typeof loading> {
  loading ??= Promise.all([import('@xterm/headless'), import('@xterm/addon-serialize')]).then(
    ([headless, serialize]) => ({
      // It is CommonJS: plain Node gives all of it as the default, a bundler its names.
      Terminal: (headless.Terminal as typeof HeadlessTerminal | undefined) ?? headless.default.Terminal,
      SerializeAddon: serialize.SerializeAddon,
    }),
  )
  return loading
}
