// A container's whole life with nothing but the library. Run with a directory for its files and a bundle whose program
// writes a line and ends at SIGTERM: node docs/example.ts /tmp/example /path/to/bundle
import { createRuntime } from '../electron/runtime/index.ts'

const [directory = '/tmp/example', bundle = '.'] = process.argv.slice(2)
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

const runtime = await createRuntime({
  root: `${directory}/root`,
  stateDirectory: `${directory}/state`,
  socketDirectory: `${directory}/sockets`,
})

const container = await runtime.create('example', bundle)
say(container.state().status)
await container.start()
say(container.state().status)

const added = await runtime.startProcess(container, { args: ['echo', 'from inside'] }, { terminal: null })
added.onData((bytes) => process.stdout.write(bytes))
say(`exec ended with ${(await added.wait()).code}`)

await container.pause()
say(container.state().status)
await container.resume()
say(container.state().status)

await container.stop(5000)
say(`init ended with ${(await container.wait()).code}`)
for await (const { stream, bytes } of container.logs()) {
  say(`${stream}: ${Buffer.from(bytes).toString().trimEnd()}`)
}

await container.delete()
say(`${runtime.list().length} containers are left`)
await runtime.dispose()
