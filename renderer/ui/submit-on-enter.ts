// Enter in a radio button sends its form, as it does from a text field.
import type { KeyboardEvent } from 'react'

export function submitOnEnter(event: KeyboardEvent<HTMLFormElement>): void {
  const isRadio = event.target instanceof Element && event.target.role === 'radio'
  if (event.key === 'Enter' && isRadio) event.currentTarget.requestSubmit()
}
