import { expect, it } from 'vitest'
import { credit } from '../../../src-shared/credit.ts'

it('cannot make both sides wait for each other', () => {
  // The receiver may keep this much to itself; the sender must already run again by then.
  expect(credit.acknowledgeBytes).toBeLessThanOrEqual(credit.lowWaterBytes)
  expect(credit.lowWaterBytes).toBeLessThan(credit.highWaterBytes)
  expect(credit.batchBytes).toBeLessThanOrEqual(credit.highWaterBytes)
})
