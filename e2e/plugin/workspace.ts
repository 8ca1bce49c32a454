import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, type Outcome } from '../support/run.ts';

const repository = join(import.meta.dirname, '../..');

/** A small Nx workspace that has nothing but the plugin: a base image and an app on it. */
export interface SmallWorkspace {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  nx(...args: string[]): Promise<Outcome>;
  remove(): void;
}

/** Makes the workspace; names carry `id`, so that two runs do not share images. */
export function smallWorkspace(id: string): SmallWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  write({
    'nx.json': JSON.stringify({
      neverConnectToCloud: true,
      analytics: false,
      cacheDirectory: '.nx/cache',
      tui: { enabled: false },
      plugins: ['nx-kube'],
    }),
    'package.json': '{ "name": "small", "private": true }',
    '.gitignore': 'node_modules\ndist\n.nx\n.env*\n',
    'images/base/project.json': `{ "name": "${id}-base" }`,
    'images/base/Dockerfile': 'FROM scratch\nCOPY Dockerfile /base\n',
    'apps/shop/project.json': JSON.stringify({
      name: `${id}-shop`,
      targets: {
        build: {
          command: `mkdir -p dist/apps/${id}-shop && cp apps/shop/main.txt dist/apps/${id}-shop/`,
          cache: true,
          inputs: ['{projectRoot}/**/*'],
          outputs: [`{workspaceRoot}/dist/apps/${id}-shop`],
        },
      },
    }),
    'apps/shop/main.txt': 'first\n',
    'apps/shop/Dockerfile': `FROM ${id}-base\nCOPY main.txt /main.txt\n`,
    'docs/Dockerfile': 'FROM nowhere\n',
  });
  const env = { NX_DAEMON: 'false', NX_WORKSPACE_ROOT: undefined, NX_TASK_HASH: undefined, NX_CLI_SET: undefined };
  return {
    root,
    write,
    nx: (...args) => run(process.execPath, ['node_modules/nx/dist/bin/nx.js', ...args], { cwd: root, env }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
