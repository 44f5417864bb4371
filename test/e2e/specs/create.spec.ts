// Creating from a bundle directory, with everything checked as one types.
import { expect, test } from '../fixtures.ts'

test('a bundle is looked at before anything is made of it, and then created', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const bundle = await workspace.bundle('my-bundle', { args: ['sleep', '500'], hostname: 'inside' })
  const { containers, create } = shell
  await containers.createButton.click()
  await create.chooseBundle(bundle)
  await expect(create.bundleContent).toContainText('sleep 500')
  await expect(create.bundleContent).toContainText('inside')
  await expect(create.id).toHaveValue('my-bundle')
  // The command that one could type instead.
  await expect(create.dialog).toContainText(`create --bundle ${bundle} my-bundle`)
  await create.startsAfter.setChecked(false)
  await create.submit.click()
  await expect(create.dialog).toBeHidden()
  await containers.expectStatus('my-bundle', 'created')
  await page.keyboard.press('Escape')
  await containers.action('my-bundle', 'Start').click()
  await containers.expectStatus('my-bundle', 'running')
})

test('a bundle that is dropped on the window opens the dialog on it', async ({
  desktop: { shell, page },
  workspace,
}) => {
  const bundle = await workspace.bundle('dropped')
  const debugging = await page.context().newCDPSession(page)
  const data = {
    items: [],
    files: [bundle],
    // What a file manager offers: 1 to copy, 2 to link.
    dragOperationsMask: 1 | 2,
  }
  const place = { x: 400, y: 300, data }
  await debugging.send('Input.dispatchDragEvent', { type: 'dragEnter', ...place })
  await debugging.send('Input.dispatchDragEvent', { type: 'dragOver', ...place })
  await expect(page.getByText('Drop a bundle directory')).toBeVisible()
  await debugging.send('Input.dispatchDragEvent', { type: 'drop', ...place })
  await expect(page.getByText('Drop a bundle directory')).toBeHidden()
  await expect(shell.create.bundle).toHaveValue(bundle)
  await expect(shell.create.id).toHaveValue('dropped')
  await expect(shell.create.submit).toBeEnabled()
  expect(page.url()).toBe('app://ui/index.html')
})

test('an id is refused as one types, in words', async ({ desktop: { shell }, workspace }) => {
  const bundle = await workspace.bundle('taken')
  await workspace.runc('run', '--detach', '--bundle', bundle, 'taken')
  const { containers, create } = shell
  await containers.createButton.click()
  await create.chooseBundle(bundle)

  for (const [id, sentence] of [
    ['a b', /spaces/],
    ['ünï', /runc takes letters/],
    ['-x', /cannot begin with/],
    ['..', /cannot be/],
    ['x'.repeat(300), /at most 240 characters/],
    ['taken', /taken|already|exists/i],
  ] as const) {
    await create.id.fill(id)
    await expect(create.id).toHaveAccessibleDescription(sentence)
    await expect(create.submit).toBeDisabled()
  }
  await create.id.fill('free')
  await expect(create.submit).toBeEnabled()
  await create.cancel.click()
  await expect(create.dialog).toBeHidden()
})
