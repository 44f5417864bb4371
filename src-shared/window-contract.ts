// What the page may ask of main: window things only. Main serves it over ipcMain.handle with the same envelope and
// the same parsing as an engine; the preload script passes names from this list and nothing else.
import { z } from 'zod'
import type { ErrorInfo } from './errors.ts'

export { channels } from './channels.ts'

z.config({ jitless: true })

const nothing = z.strictObject({})
/** Of a terminal; the engine's to judge. */
const sessionId = z.string().min(1).max(64)
export const theme = z.enum(['system', 'dark', 'light'])
export type Theme = z.infer<typeof theme>

/** How the list of containers is arranged. Words that this version does not know are passed over by the page. */
export const containerListSettings = z.object({
  /** In order; columns that are missing here are as they were on the first day. */
  columns: z
    .array(
      z.object({
        key: z.string().max(40),
        /** In CSS pixels; null for its own. */
        width: z.number().int().min(1).max(10_000).nullable(),
        /** `auto`: shown if there is room. */
        shown: z.enum(['auto', 'yes', 'no']),
      }),
    )
    .max(40),
  sortKey: z.string().max(40),
  isDescending: z.boolean(),
  group: z.enum(['owner', 'root']).nullable(),
})
export type ContainerListSettings = z.infer<typeof containerListSettings>

/** What the app remembers between starts. */
export const settings = z.object({
  theme,
  sidebarCollapsed: z.boolean(),
  /** Height of the terminal dock in CSS pixels. */
  dockHeight: z.number().int().min(80).max(4000),
  terminalFontSize: z.number().int().min(6).max(40),
  /** Terminals also offer their text to screen readers, which costs them a third of their speed. */
  terminalScreenReader: z.boolean(),
  /** Lines that can be scrolled back to. Each terminal that fills them takes 30 to 40 MB at 10,000. */
  terminalScrollback: z.number().int().min(100).max(10_000),
  /** Of the terminals; empty for the app's own. */
  terminalFontFamily: z.string().max(200),
  /** `app`: as the rest of the window. */
  terminalTheme: z.enum(['app', 'dark', 'light']),
  terminalCopyOnSelect: z.boolean(),
  /** Asks before several lines are pasted. */
  terminalPasteWarning: z.boolean(),
  /** Programs in containers may put text on the clipboard (OSC 52). Reading it they never may. */
  terminalClipboardWrite: z.boolean(),
  containerList: containerListSettings,
  windowBounds: z
    .object({
      x: z.number().int().optional(),
      y: z.number().int().optional(),
      width: z.number().int().min(400).max(20_000),
      height: z.number().int().min(300).max(20_000),
      maximized: z.boolean(),
    })
    .nullable(),
})
export type Settings = z.infer<typeof settings>

export { defaultSettings } from './default-settings.ts'

/** What main knows of the engine process; the page shows it in the sidebar and when it is not `running`. */
export const engineState = z.object({
  /** `silent`: it runs, and has not answered for a while; it is ended when that goes on. */
  state: z.enum(['starting', 'running', 'silent', 'restarting', 'failed']),
  /** How often it was restarted since it last ran well. */
  restarts: z.number().int(),
  /** Why it ended the last time; null while all is well. */
  message: z.string().nullable(),
  /** When main last heard of it that it is well (ISO 8601); null when it never has. */
  answeredAt: z.string().nullable(),
})
export type EngineState = z.infer<typeof engineState>

/** A terminal that has a window of its own. */
export const terminalWindow = z.object({
  id: z.number().int(),
  session: sessionId,
  /** It is about to show another session, which nobody else should take for theirs. */
  isReplacing: z.boolean(),
})
export type TerminalWindow = z.infer<typeof terminalWindow>

export const windowCalls = {
  'settings.get': { args: nothing, result: settings },
  /** Changes what is named and answers with all of it. `windowBounds` is main's own. */
  'settings.set': { args: settings.omit({ windowBounds: true }).partial().strict(), result: settings },
  /** What a broken settings file or the like made us do, in sentences, told once. */
  'app.warnings': { args: nothing, result: z.array(z.string()) },
  'app.versions': {
    args: nothing,
    result: z.object({ app: z.string(), electron: z.string(), chrome: z.string(), node: z.string() }),
  },
  /** The page has drawn: `shell` (frame), `list` (real rows or the empty state). Ends start-up and is measured. */
  'app.mark': { args: z.strictObject({ name: z.enum(['shell', 'list']) }), result: nothing },
  'engine.state': { args: nothing, result: engineState },
  /** Asks for a fresh port to the engine; it arrives as a `message` event on the window. */
  'engine.connect': { args: nothing, result: nothing },
  /** After `failed`: start it again. */
  'engine.restart': { args: nothing, result: nothing },
  /** The system's directory picker; null when it was dismissed. */
  'dialog.pickBundle': { args: nothing, result: z.string().nullable() },
  /** Asks where, and writes the text there, whole or not at all: the path, or null when it was dismissed. */
  'dialog.saveText': {
    args: z.strictObject({
      /** A file name without a path. */
      suggestedName: z
        .string()
        .max(200)
        .regex(/^[^/\0]+$/),
      text: z.string().max(64 * 1024 * 1024),
    }),
    result: z.string().nullable(),
  },
  /** The system's picker of files, for an upload; empty when it was dismissed. */
  'dialog.pickFiles': { args: nothing, result: z.array(z.string()) },
  /** Where to write a file, under that name at first; null when it was dismissed. It asks before one is replaced. */
  'dialog.pickTarget': { args: z.strictObject({ name: z.string().max(255) }), result: z.string().nullable() },
  /** Pastes the clipboard into what has the focus, as a real paste event. */
  'clipboard.paste': { args: nothing, result: nothing },
  'clipboard.write': { args: z.strictObject({ text: z.string().max(16 * 1024 * 1024) }), result: nothing },

  'terminalWindows.list': { args: nothing, result: z.array(terminalWindow) },
  /** Shows a session in a window of its own, or brings that window to the front. */
  'terminalWindows.open': { args: z.strictObject({ session: sessionId }), result: nothing },
  /** From such a window: it is about to show another session (null), and then which one. */
  'terminalWindows.replace': { args: z.strictObject({ session: sessionId.nullable() }), result: nothing },
  /** From such a window: closes it. The session goes on, and its tab is in the dock again. */
  'terminalWindows.close': { args: nothing, result: nothing },
  /**
   * Runs what a session runs, or a container's default shell, in the user's own terminal emulator. Main asks the engine
   * for the command: a page cannot name one. Null when the machine has no emulator; then the command is to be copied.
   */
  'terminals.openOutside': {
    args: z.union([
      z.strictObject({ session: sessionId }),
      z.strictObject({ container: z.string().min(1).max(4096) }),
    ]),
    result: z.object({ emulator: z.string().nullable(), argv: z.array(z.string()) }),
  },
} as const satisfies Record<string, { args: z.ZodType; result: z.ZodType }>

export type WindowCallName = keyof typeof windowCalls
export type WindowCallArgs<Name extends WindowCallName> = z.input<(typeof windowCalls)[Name]['args']>
export type WindowCallResult<Name extends WindowCallName> = z.output<(typeof windowCalls)[Name]['result']>

export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: ErrorInfo }

/** The whole of what preload puts on `window.runcDesktop`. */
export interface WindowBridge {
  call<Name extends WindowCallName>(
    name: Name,
    args: WindowCallArgs<Name>,
  ): Promise<Answer<WindowCallResult<Name>>>
  /** Called with each change of the engine process; returns how to stop listening. */
  onEngineState(listener: (state: EngineState) => void): () => void
  /** Called when another window changed them; returns how to stop listening. */
  onSettings(listener: (settings: Settings) => void): () => void
  /** Called when a terminal gets or loses a window of its own; returns how to stop listening. */
  onTerminalWindows(listener: (windows: TerminalWindow[]) => void): () => void
  /** The path of a dropped file or directory; empty when it has none. */
  pathOf(file: File): string
}
