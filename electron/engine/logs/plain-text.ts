// Makes text out of what a program wrote for a terminal: control sequences out, line ends plain.
import { controlSequence, lastWriting } from '../../../src-shared/control-sequences.ts'

/** All but tab, newline and carriage return. */
const controlCharacter = /[^\P{Cc}\t\n\r]/gu

export function toPlainText(text: string): string {
  const visible = text.replace(controlSequence, '').replace(controlCharacter, '')
  return visible.split('\n').map(lastWriting).join('\n')
}
