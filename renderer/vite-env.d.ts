// What the page finds in its window: the bridge that the preload script put there, and the bundler's asset types.
/// <reference types="vite/client" />
import type { WindowBridge } from '../src-shared/window-contract.ts'

declare global {
  interface Window {
    runcDesktop: WindowBridge
  }
}
