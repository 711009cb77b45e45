// How the page is built: from any sub-path, loading nothing from elsewhere, with the editor apart so that the first paint does not wait for
// it.
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contentSecurityPolicy } from './scripts/csp.mjs'
import { distFolder } from './scripts/folders.mjs'

/// The policy in the page itself, for hosts that send no headers. Only in the build: Vite's dev server needs inline scripts.
function policyInPage(): Plugin {
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
          injectTo: 'head-prepend',
        },
      ],
    },
  }
}

export default defineConfig({
  base: './',
  plugins: [react(), policyInPage()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: distFolder,
    emptyOutDir: true,
    manifest: true,
    modulePreload: {
      polyfill: false,
      // What comes later finds its own imports: lists of them would lie in the first chunk.
      resolveDependencies: (_file, files, { hostType }) => (hostType === 'html' ? files : []),
    },
    // Never data: URLs: the policy allows fonts from files only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 1 },
            { name: 'living', test: /src[\\/](views[\\/]living\.ts|app[\\/](LeftPanel|Sheet)\.tsx)$/ },
            { name: 'codemirror', test: /node_modules[\\/](@codemirror|@lezer|style-mod|w3c-keyname|crelt|@marijn)[\\/]/ },
            // Apart from the editor: the worker's side and small panels may need YAML without the editor.
            { name: 'yaml', test: /node_modules[\\/]yaml[\\/]/ },
          ],
        },
      },
    },
  },
})
