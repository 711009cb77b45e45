// The one Content-Security-Policy of Podium: scripts/serve.mjs sends it as a header, and the build (vite.config.ts) writes it into
// index.html, so that the page is as strict on any static host. Inline styles are allowed because positions on the stage are style
// attributes; scripts never.

export const contentSecurityPolicy = Object.entries({
  'default-src': "'self'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data: blob:",
  'style-src': "'self' 'unsafe-inline'",
  'font-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
})
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ')
