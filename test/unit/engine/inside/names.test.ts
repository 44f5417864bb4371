import { describe, expect, it } from 'vitest'
import { nameToText, textToName } from '../../../../electron/engine/inside/names.ts'

describe('a name', () => {
  it.each([
    ['plain', Buffer.from('passwd'), 'passwd'],
    ['of several scripts', Buffer.from('日本-ñ-😀'), '日本-ñ-😀'],
    ['with the replacement character itself', Buffer.from('a\uFFFDb'), 'a\uFFFDb'],
    ['with a byte order mark', Buffer.from('\uFEFFx'), '\uFEFFx'],
    ['of Latin 1', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'caf\uDCE9'],
    ['cut in a character', Buffer.from([0xf0, 0x9f, 0x98]), '\uDCF0\uDC9F\uDC98'],
    ['with half a pair in it', Buffer.from([0xed, 0xb2, 0x80]), '\uDCED\uDCB2\uDC80'],
    ['broken before good', Buffer.from([0xff, 0x2e, 0xc3, 0xa9]), '\uDCFF.é'],
    ['of an overlong slash', Buffer.from([0xc0, 0xaf]), '\uDCC0\uDCAF'],
  ])('%s is the same after a way there and back', (_, bytes, text) => {
    expect(nameToText(bytes)).toBe(text)
    expect(textToName(text)).toEqual(bytes)
  })

  it('of any bytes is the same, and no two have one text', () => {
    const texts = new Set<string>()
    for (let first = 1; first < 256; first += 1) {
      for (const second of [0x20, 0x80, 0x9f, 0xbf, 0xc2, 0xe2, 0xed, 0xf4, 0xff]) {
        const bytes = Buffer.of(first, second, 0x80)
        const text = nameToText(bytes)
        expect(textToName(text)).toEqual(bytes)
        texts.add(text)
      }
    }
    expect(texts.size).toBe(255 * 9)
  })
})
