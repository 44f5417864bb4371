// Bundles main, the engine's two entries, the preload script and the page. Everything is inlined but electron
// itself and node-pty (a native module): importing zod or execa unbundled costs ten times as much at start-up.
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
/** The oldest runtime that has to run this (Electron 33), not the one that happens to be installed. */
const floor = { node: 'node20.18', chrome: 'chrome130' } as const
const external = ['electron', /^electron\//, '@lydell/node-pty', /^node:/]

/** Fixed, because the page has to be told (see `server` below). */
const developmentPort = 5413

export default defineConfig({
  main: {
    root,
    build: {
      outDir: resolve(root, 'out/main'),
      target: floor.node,
      minify: true,
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: resolve(root, 'electron/main/index.ts'),
          engine: resolve(root, 'electron/engine/port-entry.ts'),
          // A thread of the engine's (electron/engine/logs/search.ts).
          'log-search': resolve(root, 'electron/engine/logs/search-worker.ts'),
          'engine-stdio': resolve(root, 'electron/engine/stdio-entry.ts'),
        },
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: resolve(root, 'out/preload'),
      target: floor.node,
      minify: true,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'electron/preload/index.ts') },
        external: ['electron'],
        // The sandboxed loader of preload scripts knows CommonJS only.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react(), tailwindcss(), paintWithContent()],
    // The page's address is app://ui/, from which vite's client cannot tell where its server is.
    server: {
      port: developmentPort,
      strictPort: true,
      hmr: { host: 'localhost', clientPort: developmentPort },
    },
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: floor.chrome,
      minify: true,
      rollupOptions: { input: resolve(root, 'renderer/index.html') },
    },
  },
})

/**
 * Makes the first paint wait for the page's script. Without it Chromium paints an empty page first: the window is
 * shown some 50 ms before there is anything in it, and what is in it comes later for that frame.
 */
function paintWithContent(): Plugin {
  return {
    name: 'paint-with-content',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll('<script type="module"', '<script type="module" blocking="render"'),
    },
  }
}
