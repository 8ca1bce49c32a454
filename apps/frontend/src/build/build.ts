/** Writes dist/apps/frontend: what the image is made of. Two builds of the same sources give the same bytes. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { buildId } from './build-id.ts';
import { bundleEntryPoints } from './bundle-entry.ts';
import { refuseEnvFiles } from './env-files.ts';
import { runNextBuild } from './run-next.ts';
import { stageApp } from './stage.ts';

const appFolder = join(import.meta.dirname, '../..');
const root = join(appFolder, '../..');
const output = join(root, 'dist/apps/frontend');
const draft = `${output}.new`;

await refuseEnvFiles(appFolder);
const id = await buildId(root, appFolder);
await runNextBuild(appFolder, id);
await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await stageApp(appFolder, join(draft, 'app'));
await bundleEntryPoints(appFolder, draft);
await rm(output, { recursive: true, force: true });
await rename(draft, output);
console.log(`dist/apps/frontend: build ${id}`);
