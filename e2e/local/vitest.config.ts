import { defineConfig } from 'vitest/config';

/** One machine, two cores: one file at a time. */
export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    globalSetup: ['prepare.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 60_000,
    reporters: ['verbose'],
  },
});
