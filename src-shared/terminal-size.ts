/** Of a terminal, in characters. */
export interface TerminalSize {
  columns: number
  rows: number
}
