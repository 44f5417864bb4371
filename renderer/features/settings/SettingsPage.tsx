// What can be set, and what this is: each change holds at once and is kept.
import { useId } from 'react'
import type { ReactNode } from 'react'
import { changeSettings, useSettings } from '../../stores/settings.ts'
import { NumberStepper } from '../../ui/NumberStepper.tsx'
import { PageBar } from '../../ui/PageBar.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { About } from './About.tsx'
import { Tools } from './Tools.tsx'

/** As the settings' schema has it. */
const fontSizes = { least: 6, most: 40 } as const

export function SettingsPage() {
  const { theme, terminalFontSize, terminalScreenReader, sidebarCollapsed } = useSettings()
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageBar title="Settings" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-190 flex-col gap-8 px-4 py-5">
          <Group title="Appearance">
            <Row name="Theme" help="System follows the desktop.">
              {(labelledBy) => (
                <Segments
                  labelledBy={labelledBy}
                  value={theme}
                  options={[
                    { value: 'system', name: 'System' },
                    { value: 'dark', name: 'Dark' },
                    { value: 'light', name: 'Light' },
                  ]}
                  onChange={(next) => void changeSettings({ theme: next })}
                />
              )}
            </Row>
            <Row name="Narrow sidebar" help="Icons only, for more room beside them.">
              {(labelledBy) => (
                <Switch
                  labelledBy={labelledBy}
                  isOn={sidebarCollapsed}
                  onChange={(next) => void changeSettings({ sidebarCollapsed: next })}
                />
              )}
            </Row>
            <Row name="Terminal font size" help="In pixels. Terminals that are open change too.">
              {(labelledBy) => (
                <NumberStepper
                  labelledBy={labelledBy}
                  value={terminalFontSize}
                  {...fontSizes}
                  onChange={(next) => void changeSettings({ terminalFontSize: next })}
                />
              )}
            </Row>
            <Row
              name="Terminals for screen readers"
              help="Their text is offered to screen readers, which costs them a third of their speed."
            >
              {(labelledBy) => (
                <Switch
                  labelledBy={labelledBy}
                  isOn={terminalScreenReader}
                  onChange={(next) => void changeSettings({ terminalScreenReader: next })}
                />
              )}
            </Row>
          </Group>
          <Group title="Tools">
            <Tools />
          </Group>
          <Group title="About">
            <About />
          </Group>
        </div>
      </div>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h2 id={id}>{title}</h2>
      <div className="flex flex-col rounded-control border border-line">{children}</div>
    </section>
  )
}

interface RowProps {
  name: string
  help: string
  /** Gets the id of the name, for the control to be called by. */
  children: (labelledBy: string) => ReactNode
}

function Row({ name, help, children }: RowProps) {
  const id = useId()
  return (
    <div className="flex items-center gap-4 border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <span id={id}>{name}</span>
        <span className="text-small text-text-muted">{help}</span>
      </div>
      {children(id)}
    </div>
  )
}
