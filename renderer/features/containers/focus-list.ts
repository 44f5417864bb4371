// Where the focus goes when it is to be on the list: its grid, which keeps it through every update.

export const gridElementId = 'container-grid'

export function focusList(): void {
  document.getElementById(gridElementId)?.focus({ preventScroll: true })
}
