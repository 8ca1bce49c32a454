import { serveBuilds } from './build-worker.ts';
import { type BundleOptions, bundleService } from './bundle-service.ts';

/**
 * The program of a service's `build.ts`: builds what goes into the image; with `--worker`, stays and builds for development as often
 * as it is asked.
 */
export async function buildService(options: BundleOptions): Promise<void> {
  await (process.argv.includes('--worker') ? serveBuilds(options) : bundleService(options));
}
