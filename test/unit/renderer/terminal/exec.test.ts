import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../../renderer/features/terminal/exec/command-line.ts'
import {
  draftOf,
  emptyDraft,
  fieldOfPath,
  problemsOf,
  requestOf,
  type Draft,
} from '../../../../renderer/features/terminal/exec/draft.ts'
import { plainShell } from '../../../../src-shared/plain-shell.ts'
import { processRequest } from '../../../../src-shared/terminal-model.ts'

describe('a command as it is typed', () => {
  it.each([
    ['', []],
    ['  ls   -l ', ['ls', '-l']],
    [`sh -c 'echo "a  b"'`, ['sh', '-c', 'echo "a  b"']],
    [`echo "it's" a\\ b "c\\"d\\n" ''`, ['echo', "it's", 'a b', 'c"d\\n', '']],
    [`a'b'"c"`, ['abc']],
    ['echo $HOME *', ['echo', '$HOME', '*']],
  ])('%j is taken apart as a shell would', (text, args) => {
    expect(parseCommand(text)).toEqual({ args, problem: null })
  })

  it.each([
    [`echo 'a`, "A quote (') is not closed."],
    ['echo "a', 'A quote (") is not closed.'],
    ['echo \\', 'There is nothing after the last backslash.'],
    [`'' a`, 'The program’s name is empty.'],
    ['a\0b', 'An argument cannot hold a zero byte.'],
  ])('%j says what is wrong with it', (text, problem) => {
    expect(parseCommand(text)).toEqual({ args: null, problem })
  })
})

describe('the draft', () => {
  it('makes the plain shell of nothing', () => {
    expect(requestOf(emptyDraft)).toEqual(plainShell)
  })

  it('makes a request that the contract takes, and is made of it again', () => {
    const draft: Draft = {
      command: `sh -c 'echo "$A"'`,
      user: 'app',
      group: 'apps',
      additionalGroups: 'logs, 50',
      cwd: '/srv',
      env: 'A=1\n\nB=two words=3',
      capabilities: 'these',
      capabilityNames: 'net_admin CAP_CHOWN',
      tty: false,
      persistent: false,
      input: 'file',
      inputPath: '/tmp/in',
    }
    const request = requestOf(draft)
    expect(request).toEqual({
      args: ['sh', '-c', 'echo "$A"'],
      user: 'app',
      group: 'apps',
      additionalGroups: ['logs', '50'],
      cwd: '/srv',
      env: ['A=1', 'B=two words=3'],
      capabilities: ['CAP_NET_ADMIN', 'CAP_CHOWN'],
      tty: false,
      persistent: false,
      input: { from: 'file', path: '/tmp/in' },
    })
    expect(processRequest.parse(request)).toEqual(request)
    expect(request && requestOf(draftOf(request))).toEqual(request)
  })

  it.each([
    [{ cwd: 'srv' }, 'cwd'],
    [{ user: 'a:b' }, 'user'],
    [{ env: 'A=1\nB' }, 'env'],
    [{ env: '=1' }, 'env'],
    [{ capabilities: 'these', capabilityNames: '' }, 'capabilityNames'],
    [{ capabilities: 'these', capabilityNames: 'NET-ADMIN' }, 'capabilityNames'],
    [{ tty: false, input: 'file', inputPath: 'in' }, 'inputPath'],
    [{ tty: false, input: 'file', inputPath: '/in', persistent: true }, 'inputPath'],
    [{ command: "'" }, 'command'],
  ] as const)('%j is refused at its field', (changes, field) => {
    const draft = { ...emptyDraft, ...changes }
    expect([Object.keys(problemsOf(draft)), requestOf(draft)]).toEqual([[field], null])
  })

  it('finds the field that the engine complains of', () => {
    const paths = [
      'request.user',
      'request.additionalGroups',
      'request.input.path',
      'request.args.0',
      'elsewhere',
    ]
    expect(paths.map(fieldOfPath)).toEqual(['user', 'additionalGroups', 'inputPath', 'command', null])
  })
})
