import { defineConfig } from 'vitest/config'

/** The lab is one machine: its tests run one after another, in the order of their names. */
export default defineConfig({
  test: {
    include: ['test/lab/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
})
