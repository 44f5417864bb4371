// How terminals look and behave. Those that are open change too.
import { useState } from 'react'
import { changeSettings, useSettings } from '../../stores/settings.ts'
import { classNames } from '../../ui/class-names.ts'
import { fieldLook } from '../../ui/Field.tsx'
import { NumberStepper } from '../../ui/NumberStepper.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { Row } from './Row.tsx'

/** As the settings' schema has them. */
const fontSizes = { least: 6, most: 40 } as const
const scrollback = { least: 100, most: 10_000, step: 500 } as const
const longestFamily = 200

type OnOff =
  'terminalCopyOnSelect' | 'terminalPasteWarning' | 'terminalClipboardWrite' | 'terminalScreenReader'

const switches: readonly { setting: OnOff; name: string; help: string }[] = [
  {
    setting: 'terminalCopyOnSelect',
    name: 'Copy on select',
    help: 'What is selected with the pointer is on the clipboard at once.',
  },
  {
    setting: 'terminalPasteWarning',
    name: 'Ask before many lines are pasted',
    help: 'A shell that takes no bracketed pastes runs each line as it arrives.',
  },
  {
    setting: 'terminalClipboardWrite',
    name: 'Programs may copy',
    help: 'A program in a container may put text on the clipboard (OSC 52). Reading it, none may.',
  },
  {
    setting: 'terminalScreenReader',
    name: 'Terminals for screen readers',
    help: 'Their text is offered to screen readers, which costs them a third of their speed.',
  },
]

export function TerminalSettings() {
  const settings = useSettings()
  return (
    <>
      <Row name="Terminal theme" help="As the rest of the window, or always the same.">
        {(labelledBy) => (
          <Segments
            labelledBy={labelledBy}
            value={settings.terminalTheme}
            options={[
              { value: 'app', name: 'App' },
              { value: 'dark', name: 'Dark' },
              { value: 'light', name: 'Light' },
            ]}
            onChange={(next) => void changeSettings({ terminalTheme: next })}
          />
        )}
      </Row>
      <Row name="Terminal font" help="A font of this machine; empty for the app’s own.">
        {(labelledBy) => <FontField labelledBy={labelledBy} />}
      </Row>
      <Row name="Terminal font size" help="In pixels.">
        {(labelledBy) => (
          <NumberStepper
            labelledBy={labelledBy}
            value={settings.terminalFontSize}
            {...fontSizes}
            onChange={(next) => void changeSettings({ terminalFontSize: next })}
          />
        )}
      </Row>
      <Row
        name="Scrollback"
        help="Lines that can be scrolled back to. Each full terminal takes up to 40 MB at 10,000."
      >
        {(labelledBy) => (
          <NumberStepper
            labelledBy={labelledBy}
            value={settings.terminalScrollback}
            {...scrollback}
            onChange={(next) => void changeSettings({ terminalScrollback: next })}
          />
        )}
      </Row>
      {switches.map(({ setting, name, help }) => (
        <Row key={setting} name={name} help={help}>
          {(labelledBy) => (
            <Switch
              labelledBy={labelledBy}
              isOn={settings[setting]}
              onChange={(next) => void changeSettings({ [setting]: next })}
            />
          )}
        </Row>
      ))}
    </>
  )
}

/** Taken when it is left or Enter is pressed: half a name is no font. */
function FontField({ labelledBy }: { labelledBy: string }) {
  const kept = useSettings(({ terminalFontFamily }) => terminalFontFamily)
  const [text, setText] = useState(kept)
  function take(): void {
    if (text.trim() !== kept) void changeSettings({ terminalFontFamily: text.trim() })
  }
  return (
    <input
      type="text"
      aria-labelledby={labelledBy}
      placeholder="JetBrains Mono"
      value={text}
      maxLength={longestFamily}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      className={classNames(fieldLook, 'w-48')}
    />
  )
}
