// The order of start-up: what has to be said before Electron is ready, and then the application. Everything with a
// substance of its own is in the files that this one calls.
import { app, crashReporter } from 'electron'
import { runApplication } from './application.ts'
import { readOptions } from './command-line.ts'
import { assignFolders } from './folders.ts'
import { ownLaunchTime } from './launch-time.ts'
import { createLog } from './log.ts'
import { createMarks } from './marks.ts'
import { denyNavigation } from './security/navigation.ts'
import { registerPageScheme } from './security/scheme.ts'
import { createWarnings } from './warnings.ts'
import { removeDefaultMenu } from './window/keys.ts'

const options = readOptions(process.argv, process.env, app.isPackaged)
const marks = createMarks(ownLaunchTime(), options.perfFile)
marks.mark('main')

// A terminal that is closed behind us is no reason to end; without a listener the next line written would be one.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

// Never our own idea: Chromium refuses to run as root with its sandbox on, and `enableSandbox` would undo the switch.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// An expression that somebody types may take for ever on a name that somebody else chose: V8 then goes over to an engine
// whose time is in step with the text.
app.commandLine.appendSwitch('js-flags', '--enable-experimental-regexp-engine-on-excessive-backtracks')
registerPageScheme()
removeDefaultMenu()
const warnings = createWarnings()
const places = assignFolders(app, warnings.add)

// One instance per folder, so that two of them never write the same settings.
if (app.requestSingleInstanceLock()) {
  const log = createLog(places.log)
  crashReporter.start({ uploadToServer: false })
  denyNavigation(app, (what) => log.write('warn', `Denied: ${what}`))
  runApplication({ options, marks, warnings, places, log })
} else {
  process.stdout.write('Runc Desktop is running already; its window comes to the front.\n')
  app.exit(0)
}
