// Names shared by main, preload and page. In a file of its own so that the preload script and the page do not carry
// zod for the sake of a few strings.

/** The port to the engine comes with a window message whose `data` is `enginePort`. */
export const channels = {
  call: 'runc-desktop:call',
  engineState: 'runc-desktop:engine-state',
  enginePort: 'runc-desktop:engine-port',
  settings: 'runc-desktop:settings',
  terminalWindows: 'runc-desktop:terminal-windows',
} as const
