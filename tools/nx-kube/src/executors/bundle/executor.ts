import type { PromiseExecutor } from '@nx/devkit';

import { bundleProject, type BundleOptions } from '../../image/bundle.ts';
import { reportFailure } from '../report-failure.ts';

/** Names in, library call, report out. Decisions live in libs/image. */
const bundle: PromiseExecutor<BundleOptions> = async (options, context) => {
  try {
    const { ref } = await bundleProject(options, context);
    process.stdout.write(`${ref}\n`);
    return { success: true };
  } catch (error) {
    return reportFailure(error);
  }
};
export default bundle;
