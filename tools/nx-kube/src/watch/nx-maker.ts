import type { Program } from '@nx-kube/local';

import { describeError } from '../error.ts';
import { TARGETS } from './judge-change.ts';
import type { Maker } from './maker.ts';

/** Any other project: its `build` runs through Nx, and what it made runs as in its image. */
export function nxMaker(build: () => Promise<void>, programOf: () => Program): Maker {
  let times = 0;
  return {
    target: TARGETS.build,
    async make() {
      try {
        await build();
      } catch (error) {
        return { ok: false, faults: [describeError(error).because] };
      }
      return { ok: true, key: String(times++), program: programOf() };
    },
    reset: async () => undefined,
    close: async () => undefined,
  };
}
