import { expect, test } from 'vitest';
import { demo } from '../testing/demo-stack.ts';
import { imageValues } from './images.ts';

test.each([
  { ref: 'web:0123', repository: 'web', tag: '0123' },
  { ref: 'registry:5000/team/web:0123', repository: 'registry:5000/team/web', tag: '0123' },
  { ref: 'registry:5000/team/web', repository: 'registry:5000/team/web', tag: 'latest' },
])('$ref is repository $repository and tag $tag', ({ ref, repository, tag }) => {
  const values = imageValues(demo, { web: ref, 'demo-store': 'store:1' });
  expect(values).toEqual({ images: { web: { repository, tag }, store: { repository: 'store', tag: '1' } } });
});
