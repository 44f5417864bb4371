import { beforeEach, expect, test } from 'vitest'
import { goBack, goTo, useView } from '../../../renderer/stores/view.ts'

beforeEach(() => {
  goTo({ name: 'containers' })
})

test('back goes the way one came', () => {
  goTo({ name: 'container', key: '/r/a' })
  goTo({ name: 'activity' })
  goTo({ name: 'activity' })
  const path = [0, 1, 2, 3].map(() => {
    const { page } = useView.getState()
    goBack()
    return page.name
  })
  expect(path).toEqual(['activity', 'container', 'containers', 'containers'])
})

test('two containers are two pages', () => {
  goTo({ name: 'container', key: '/r/a' })
  goTo({ name: 'container', key: '/r/b' })
  goBack()
  expect(useView.getState().page).toEqual({ name: 'container', key: '/r/a' })
})

test('the list is home: no way leads back from it', () => {
  goTo({ name: 'settings' })
  goTo({ name: 'containers' })
  expect(useView.getState().back).toEqual([])
})
