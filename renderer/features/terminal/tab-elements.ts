// The elements of the tabs, for whoever moves the focus there.

export function tabElementId(key: string): string {
  return `${key}-tab`
}

export function panelElementId(key: string): string {
  return `${key}-panel`
}

export function focusTab(key: string): void {
  document.getElementById(tabElementId(key))?.focus()
}
