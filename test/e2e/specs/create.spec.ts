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
