// What can be set, and what this is: each change holds at once and is kept.
import { useId } from 'react'
import type { ReactNode } from 'react'
import { changeSettings, useSettings } from '../../stores/settings.ts'
import { PageBar } from '../../ui/PageBar.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { About } from './About.tsx'
import { Row } from './Row.tsx'
import { TerminalSettings } from './TerminalSettings.tsx'
import { Tools } from './Tools.tsx'

export function SettingsPage() {
  const { theme, sidebarCollapsed } = useSettings()
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
          </Group>
          <Group title="Terminals">
            <TerminalSettings />
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
