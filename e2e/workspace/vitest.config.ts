import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files by name, so that the one that builds with nothing built before it comes first. */
class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId)));
  }
}

/** One clone, one Docker and two cores: one file at a time. Each file leaves the clone as it was committed. */
export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    globalSetup: ['clone.ts'],
    fileParallelism: false,
    sequence: { sequencer: ByName },
    testTimeout: 300_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    reporters: ['verbose'],
  },
});
