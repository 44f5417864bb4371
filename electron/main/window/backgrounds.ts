// The colour of a window that has not drawn yet: the page's own `--surface-0` in sRGB, so that nothing flashes. A test
// compares it with the page's tokens.

export const backgrounds = { light: '#f3f4f6', dark: '#0d0f13' } as const
