import { expect, test } from 'vitest';

import { changesGraph, judgeChange, type Watched } from './judge-change.ts';
import type { ProjectGraph, Target, Workspace } from './workspace.ts';

const typecheck: Target = { inputs: ['default', '^production'] };
const build: Target = { inputs: ['production', '^production', { externalDependencies: ['zod'] }] };
const dev: Target = {
  inputs: [
    '{projectRoot}/src/server/**/*',
    '!{projectRoot}/**/*.test.ts',
    { input: 'production', projects: ['service'] },
  ],
};

const node = (root: string, targets: Readonly<Record<string, Target>> = {}): ProjectGraph['nodes'][string] => ({
  data: { root, targets: { typecheck, ...targets } },
});
const to = (...names: readonly string[]): { target: string; type: string }[] =>
  names.map((target) => ({ target, type: 'static' }));

const workspace: Workspace = {
  namedInputs: {
    sharedGlobals: ['{workspaceRoot}/tsconfig.base.json'],
    default: ['{projectRoot}/**/*', 'sharedGlobals'],
    production: ['default', '!{projectRoot}/**/*.test.ts'],
  },
  graph: {
    nodes: {
      site: node('apps/site', { build, dev }),
      shop: node('apps/shop', { build }),
      prices: node('libs/prices'),
      service: node('libs/service'),
      'service-tools': node('libs/service/tools'),
      deploy: node('deploy', {
        watch: { inputs: ['production', { input: 'production', projects: ['manifests', 'tool'] }] },
      }),
      tool: node('tools/tool'),
      manifests: node('libs/manifests'),
    },
    dependencies: {
      site: to('service', 'npm:next'),
      shop: to('service', 'prices'),
      prices: to('npm:zod'),
      deploy: [...to('manifests'), { target: 'shop', type: 'implicit' }, { target: 'site', type: 'implicit' }],
    },
  },
};
const watched: Watched = {
  projects: new Map([
    ['site', 'dev'],
    ['shop', 'build'],
  ]),
  stack: { project: 'deploy', target: 'watch' },
};

test.each([
  {
    when: 'the source of a service',
    file: 'apps/shop/src/main.ts',
    rebuild: ['shop'],
    check: ['shop'],
  },
  {
    when: 'the test of a service',
    file: 'apps/shop/src/main.test.ts',
    rebuild: [],
    check: ['shop'],
  },
  {
    when: 'a library of one service',
    file: 'libs/prices/src/price.ts',
    rebuild: ['shop'],
    check: ['prices', 'shop'],
  },
  {
    when: 'a library of both',
    file: 'libs/service/src/index.ts',
    rebuild: ['site', 'shop'],
    check: ['service', 'shop', 'site'],
  },
  { when: 'a page that reloads itself', file: 'apps/site/src/app/page.tsx', rebuild: [], check: ['site'] },
  { when: 'the server around the pages', file: 'apps/site/src/server/main.ts', rebuild: ['site'], check: ['site'] },
  { when: 'a project inside of another', file: 'libs/service/tools/a.ts', rebuild: [], check: ['service-tools'] },
  { when: 'a file of nobody', file: 'README.md', rebuild: [], check: [] },
  { when: 'a folder that only begins alike', file: 'apps/shopping/a.ts', rebuild: [], check: [] },
])('$when concerns $rebuild', ({ file, rebuild, check }) => {
  expect(judgeChange([file], workspace, watched)).toEqual({ rebuild, check, stack: false, tool: false });
});

test('packages concern everything', () => {
  const { rebuild, check } = judgeChange(['package-lock.json'], workspace, watched);
  expect(rebuild).toEqual(['site', 'shop']);
  expect(check).toHaveLength(Object.keys(workspace.graph.nodes).length);
});

test('a file that is an input of all concerns all', () => {
  expect(judgeChange(['tsconfig.base.json'], workspace, watched).rebuild).toEqual(['site', 'shop']);
});

test.each([
  ['deploy/stack.ts', 'stack'],
  ['deploy/stack.test.ts', undefined],
  ['libs/manifests/src/stack.ts', 'stack'],
  ['package-lock.json', 'stack'],
  ['tools/tool/src/run.ts', 'tool'],
  ['apps/shop/src/main.ts', undefined],
])('what %s decides about the run itself: %s', (file, what) => {
  const { stack, tool } = judgeChange([file], workspace, watched);
  expect({ stack, tool }).toEqual({ stack: what === 'stack', tool: what === 'tool' });
});

test.each([
  ['apps/shop/package.json', true],
  ['deploy/project.json', true],
  ['nx.json', true],
  ['apps/shop/Dockerfile', true],
  ['apps/shop/src/package.json.ts', false],
])('whether the graph is another one after %s: %s', (file, expected) => {
  expect(changesGraph([file])).toBe(expected);
});
