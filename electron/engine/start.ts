// Starts the engine of this process from its environment; both entries come here.
import { homedir, tmpdir } from 'node:os'
import { version } from '../../package.json'
import { createRuntime } from '../runtime/index.ts'
import { createEngine, type Engine } from './engine.ts'
import { findPlaces } from './paths/places.ts'
import { candidatesOn } from './roots/candidates.ts'
import { isOwnDirectory, makeDirectory, makePrivateDirectory } from './paths/private-directory.ts'
import { logToStandardError } from './standard-error.ts'

export async function startEngine(): Promise<Engine> {
  const environment = process.env
  const uid = process.getuid?.() ?? 0
  const places = findPlaces({
    environment,
    uid,
    homeDirectory: homedir(),
    temporaryDirectory: tmpdir(),
    isOurs: (directory) => isOwnDirectory(directory, uid),
  })
  makeDirectory(places.state)
  makePrivateDirectory(places.run, uid)
  makePrivateDirectory(places.sockets, uid)
  return createEngine({
    version,
    dataDirectory: places.data,
    stateDirectory: places.state,
    configDirectory: places.config,
    // Told where to look, it looks nowhere else.
    rootCandidates: places.isRootGiven
      ? []
      : candidatesOn({ uid, runDirectory: '/run', userRunDirectory: places.userRun }),
    warnings: places.warnings,
    searchPath: environment['PATH'] ?? '',
    createRuntime: (told) =>
      createRuntime({
        root: places.runcRoot,
        stateDirectory: places.state,
        socketDirectory: places.sockets,
        ...told,
      }),
    checkResults: environment['RUNC_DESKTOP_CHECK_RESULTS'] === '1' || environment['NODE_ENV'] === 'test',
    log: logToStandardError,
  })
}
