// What the page cannot do, even if somebody else's code ran in it.
import { expect, test } from '../fixtures.ts'
import { factsOf } from '../support/processes.ts'

test.describe('the page', () => {
  test('reaches no network and no other origin', async ({ desktop: { page }, expectedComplaints }) => {
    expectedComplaints.push(/Content Security Policy/, /Failed to load resource/, /Denied: a request to/)
    const outcome = (address: string): Promise<string> =>
      page.evaluate(
        (target) =>
          fetch(target).then(
            (answer) => String(answer.status),
            () => 'refused',
          ),
        address,
      )
    expect(
      await Promise.all(
        [
          'http://127.0.0.1:9/',
          'https://example.com/',
          'file:///etc/passwd',
          'app://other/index.html',
          '/..%2fmain/index.js',
          '/..%2f..%2fpackage.json',
          '/missing.js',
        ].map(outcome),
      ),
    ).toEqual(['refused', 'refused', 'refused', 'refused', '403', '403', '404'])
  })

  test('goes nowhere and opens nothing', async ({ desktop: { app, page }, expectedComplaints }) => {
    expectedComplaints.push(
      /Denied: (a window on|navigation)/,
      /Content Security Policy/,
      /Not allowed to navigate/,
    )
    const address = page.url()
    expect(address).toBe('app://ui/index.html')
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
    await page.evaluate(() => {
      window.location.href = 'https://example.com/'
    })
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      frame.src = 'https://example.com/'
      document.body.append(frame)
      const link = document.createElement('a')
      link.href = 'data:text/html,hello'
      document.body.append(link)
      link.click()
    })
    await expect.poll(() => page.url()).toBe(address)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('runs no inline script and has nothing of Node or Electron', async ({
    desktop: { page },
    expectedComplaints,
  }) => {
    expectedComplaints.push(/Content Security Policy/)
    const found = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.wasInjected = true'
      document.body.append(script)
      return {
        injected: 'wasInjected' in window,
        node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
        bridge: Object.keys(Reflect.get(window, 'runcDesktop')),
      }
    })
    expect(found).toEqual({
      injected: false,
      node: [],
      bridge: ['call', 'onEngineState', 'onSettings', 'onTerminalWindows', 'pathOf'],
    })
  })

  test('lives behind every wall that Chromium and Electron have', async ({ desktop: { app } }) => {
    // Electron tells of these; what else window.ts sets shows below, or in no answer of Electron's.
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) =>
        // Not in Electron's types.
        (webContents as typeof webContents & { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
    )
    expect(preferences).toEqual([
      expect.objectContaining({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        disableDialogs: true,
        enableBlinkFeatures: '',
      }),
    ])
  })

  test('is given no permission but to write to the clipboard', async ({
    desktop: { page },
    expectedComplaints,
  }) => {
    expectedComplaints.push(/Denied: the permission/)
    const names = ['geolocation', 'camera', 'notifications', 'clipboard-read', 'clipboard-write'] as const
    const states = await page.evaluate(
      (asked) =>
        Promise.all(
          asked.map(
            async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      names,
    )
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'granted'])
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  })

  test('is answered by main for known calls with right arguments only', async ({ desktop: { page } }) => {
    const call = (name: unknown, args: unknown): Promise<unknown> =>
      page.evaluate(
        ([calledName, givenArgs]) =>
          (
            Reflect.get(window, 'runcDesktop') as { call: (name: unknown, args: unknown) => Promise<unknown> }
          ).call(calledName, givenArgs),
        [name, args],
      )
    const refusal = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) })
    expect(await call('engine.kill', {})).toEqual(refusal('UnknownCall'))
    expect(await call('__proto__', {})).toEqual(refusal('UnknownCall'))
    expect(await call(null, {})).toEqual(refusal('UnknownCall'))
    expect(await call('settings.set', { theme: 'pink' })).toEqual(refusal('BadArgument'))
    expect(await call('settings.set', { windowBounds: null })).toEqual(refusal('BadArgument'))
    expect(await call('clipboard.write', { text: 7 })).toEqual(refusal('BadArgument'))
    expect(await call('settings.get', 'x')).toEqual(refusal('BadArgument'))
    expect(await call('app.versions', {})).toMatchObject({ ok: true })
  })

  test('cannot make the engine do what the contract does not say', async ({ desktop, workspace }) => {
    const { page, shell } = desktop
    // The page takes the port for its own connection as well, so these numbers keep clear of the page's.
    const answers = await page.evaluate(async () => {
      const bridge = Reflect.get(window, 'runcDesktop') as {
        call: (name: string, args: object) => Promise<unknown>
      }
      const arrived = new Promise<MessagePort>((resolve) => {
        window.addEventListener('message', ({ ports: [port] }) => port && resolve(port))
      })
      await bridge.call('engine.connect', {})
      const port = await arrived
      const seen = new Map<number, string>()
      const frames: unknown[] = [
        { type: 'call', call: 1001, name: 'containers.delete', args: { id: '../../etc', force: 'yes' } },
        { type: 'call', call: 1002, name: 'constructor', args: {} },
        { type: 'call', call: 1003, name: 'containers.create', args: { id: '--root=/', bundle: '/etc' } },
        { type: 'open', stream: 1004, name: 'terminal', args: { id: 5 } },
        { type: 'nonsense' },
        null,
        'text',
        { type: 'call', call: 1005, name: 'engine.ping', args: {} },
      ]
      return new Promise<Record<number, string>>((resolve) => {
        port.addEventListener('message', ({ data }) => {
          const answer = data as { call?: number; stream?: number; error?: { code: string } }
          const number = answer.call ?? answer.stream ?? 0
          if (number > 1000) seen.set(number, answer.error?.code ?? 'ok')
          if (seen.size === 5) resolve(Object.fromEntries(seen))
        })
        port.start()
        for (const frame of frames) port.postMessage(frame)
      })
    })
    expect(answers).toEqual({
      1001: 'BadArgument',
      1002: 'UnknownCall',
      1003: 'BadArgument',
      1004: 'BadArgument',
      1005: 'ok',
    })
    // It lives, and the list still works.
    expect(factsOf(desktop.enginePid)).not.toBeNull()
    await workspace.runc('run', '--detach', '--bundle', await workspace.bundle('after'), 'after')
    await shell.containers.expectStatus('after', 'running')
  })
})

test('the engine inherits nothing that it does not need', async ({ launch }) => {
  const desktop = await launch({ environment: { GOOGLE_API_KEY: 'secret', NODE_EXTRA_CA_CERTS: '/x' } })
  await desktop.shell.isReady()
  const { readFileSync } = await import('node:fs')
  const names = readFileSync(`/proc/${desktop.enginePid}/environ`, 'utf8')
    .split('\0')
    .map((line) => line.split('=')[0] ?? '')
  expect(names.filter((name) => /^(GOOGLE|NODE|ELECTRON)/.test(name))).toEqual([])
})
