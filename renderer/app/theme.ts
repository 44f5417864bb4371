// Puts the chosen theme on the document; without a choice the style sheet follows the system.
import { useSettings } from '../stores/settings.ts'

function apply(theme: 'system' | 'dark' | 'light'): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
}

/** Applies it now and at each change. */
export function followTheme(): void {
  apply(useSettings.getState().theme)
  useSettings.subscribe(({ theme }, before) => {
    if (theme !== before.theme) apply(theme)
  })
}
