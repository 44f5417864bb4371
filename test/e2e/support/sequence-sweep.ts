// A sweep through the forms of control sequences, in bytes: each final byte of a CSI with usual private markers, none or one
// intermediate, and a sample of parameters, missing and huge ones among them; escapes; strings; OSC commands by number, asked
// and set; lower controls inside a sequence and the upper ones by themselves. Made from their grammar, not of a published list.

const finals = range(0x40, 0x7e)
const markers = ['', '?', '>', '=', '<', '?>', '1?']
const intermediates = ['', ...range(0x20, 0x2f)]
const parameters = ['', '0', '1', '2;3', ';;', '1:2:3', '38;2;1', '65535', '99999999999999999999']

/** Somewhat more than a megabyte. */
export function sequenceSweep(): Buffer {
  const controls = ['\u001b[', '\u009b'].flatMap((start) =>
    markers.flatMap((marker) =>
      parameters.flatMap((parameter) =>
        intermediates.flatMap((between) =>
          finals.map((final) => `${start}${marker}${parameter}${between}${final}`),
        ),
      ),
    ),
  )
  const escapes = intermediates.flatMap((between) =>
    range(0x30, 0x7e).map((final) => `\u001b${between}${final}\u001b\\`),
  )
  const strings = ['P', 'X', '^', '_'].flatMap((start) =>
    finals.map((final) => `\u001b${start}1;2$${final}payload\u001b\\`),
  )
  const commands = Array.from({ length: 200 }, (_, number) => number)
    .concat(633, 697, 777, 1337, 5522, 9999)
    .flatMap((number) => [
      `\u001b]${number};?\u0007`,
      `\u001b]${number};a;b\u001b\\`,
      `\u001b]${number}\u0007`,
    ])
  // The lower controls within one sequence; those of the upper range by themselves.
  const within = range(0, 0x1f).map((control) => `\u001b[1${control};2m`)
  const upper = range(0x80, 0x9f).map((control) => `${control}x\u001b\\`)
  return Buffer.from([...controls, ...escapes, ...strings, ...commands, ...within, ...upper].join(''), 'utf8')
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index))
}
