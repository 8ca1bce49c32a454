import { defineConfig } from 'vitest/config';

/** One application and one browser at a time; who visits is new in every test. */
export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    globalSetup: ['site.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});
