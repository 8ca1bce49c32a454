/** Writes dist/apps/frontend: what the image is made of. Two builds of the same sources give the same bytes. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { buildId } from './build-id.ts';
import { bundleEntryPoints } from './bundle-entry.ts';
import { listComponents } from './components.ts';
import { refuseEnvFiles } from './env-files.ts';
import { BuildError } from './error.ts';
import { runNextBuild } from './run-next.ts';
import { stageApp } from './stage.ts';

const appFolder = join(import.meta.dirname, '../..');
const root = join(appFolder, '../..');
const output = join(root, 'dist/apps/frontend');

try {
  console.log(`dist/apps/frontend: build ${await buildFrontend()}`);
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** The folder is replaced as one; a failure leaves the former one. Returns the build's id. */
async function buildFrontend(): Promise<string> {
  const draft = `${output}.new`;
  await refuseEnvFiles(appFolder);
  const id = await buildId(root, appFolder);
  await runNextBuild(appFolder, id);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await stageApp(appFolder, join(draft, 'app'));
  const bundled = await bundleEntryPoints(appFolder, draft);
  await listComponents(root, appFolder, bundled);
  await rm(output, { recursive: true, force: true });
  await rename(draft, output);
  return id;
}
