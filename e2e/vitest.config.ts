import { defineConfig } from 'vitest/config';

/** End-to-end tests share one cluster, one Docker and two cores: one file at a time, in order. */
export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
    reporters: ['verbose'],
  },
});
