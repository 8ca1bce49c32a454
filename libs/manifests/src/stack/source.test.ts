import { expect, test } from 'vitest';
import { placeOutside } from './source.ts';

const stack = [
  'Error: written here',
  '    at writtenHere (file:///shop/node_modules/lib/src/stack/source.ts:20:26)',
  '    at service (file:///shop/node_modules/lib/src/components/service.ts:60:12)',
].join('\n');

test.each([
  { frame: 'at objects (file:///shop/deploy/stack.ts:72:19)', place: '/shop/deploy/stack.ts:72:19' },
  { frame: 'at file:///shop/deploy/stack.ts:72:19', place: '/shop/deploy/stack.ts:72:19' },
  { frame: 'at Object.objects [as it] (/shop/deploy/my%20stack.ts:7:1)', place: '/shop/deploy/my%20stack.ts:7:1' },
  { frame: 'at objects (file:///shop/my%20stack.ts:7:1)', place: '/shop/my stack.ts:7:1' },
  { frame: 'at async ModuleJob.run (node:internal/modules/esm/module_job:413:25)', place: undefined },
])('the place is that of the first frame outside of the library: $frame', ({ frame, place }) => {
  const trace = `${stack}\n    ${frame}\n    at node:internal/process/task_queues:105:5`;
  expect(placeOutside(trace, '/shop/node_modules/lib/src/')).toBe(place);
});
