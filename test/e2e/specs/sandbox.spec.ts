// As an ordinary user Chromium's sandbox is on: seen from outside, on the process that runs the page.
import { expect, test } from '../fixtures.ts'
import { factsOf, namespaceOf, statusOf } from '../support/processes.ts'

test('the page’s process is locked in', async ({ desktop, identity }) => {
  const pid = desktop.rendererPid
  expect(factsOf(pid)?.uid).toBe(identity.uid)
  expect(desktop.processes.filter(({ commandLine }) => commandLine.includes('--no-sandbox'))).toEqual([])

  const status = statusOf(pid)
  expect({ seccomp: status?.get('Seccomp'), noNewPrivileges: status?.get('NoNewPrivs') }).toEqual({
    // 2: system calls are filtered.
    seccomp: '2',
    noNewPrivileges: '1',
  })
  expect(namespaceOf(pid, 'pid')).not.toBe(namespaceOf('self', 'pid'))
  expect(namespaceOf(pid, 'net')).not.toBe(namespaceOf('self', 'net'))
})

test('nothing of it runs as root', async ({ desktop, identity }) => {
  expect(new Set(desktop.processes.map(({ uid }) => uid))).toEqual(new Set([identity.uid]))
})
