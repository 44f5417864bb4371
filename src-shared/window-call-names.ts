// The names of the calls in window-contract.ts, without its schemas: the preload script passes these and no others,
// and must not carry zod. A test compares the two.

export const windowCallNames = [
  'settings.get',
  'settings.set',
  'app.warnings',
  'app.versions',
  'app.mark',
  'engine.state',
  'engine.connect',
  'engine.restart',
  'dialog.pickBundle',
  'dialog.pickSaveFile',
  'clipboard.paste',
  'clipboard.write',
  'terminalWindows.list',
  'terminalWindows.open',
  'terminalWindows.replace',
  'terminalWindows.close',
  'terminals.openOutside',
] as const
