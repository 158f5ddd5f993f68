import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  timeout: 120_000,
  use: {
    viewport: { width: 1100, height: 760 },
    // An act that nothing lets through is named, before the whole journey runs out of time.
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: process.env['BRAMBLE_CHROMIUM'] ?? '/usr/bin/chromium',
      // Chromium refuses its sandbox to root; nothing may reach for the internet.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'practice', testMatch: 'practice*.spec.ts', timeout: 300_000 },
    { name: 'lab', testMatch: 'lab*.spec.ts', timeout: 900_000 },
  ],
})
