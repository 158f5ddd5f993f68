/** The window's page, built into dist/renderer; `npm run dev` serves it from its sources. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contentSecurityPolicy } from './electron/headers.ts'

export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  plugins: [react(), policyInPage()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2022',
    // The policy knows no data: addresses but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1' },
})

/**
 * The policy also stands in the page itself, as a second lock beside the header. A page cannot know its port, and
 * `frame-ancestors` has no effect in a page.
 */
function policyInPage(): Plugin {
  const policy = contentSecurityPolicy(['ws://127.0.0.1:*']).replace(/; frame-ancestors [^;]*/, '')
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  }
}
