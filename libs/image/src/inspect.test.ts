import { expect, test } from 'vitest';

import { DIGEST_LABEL, parseInspect } from './inspect.ts';

test('id, tags, label and size are read', () => {
  const image = {
    Id: 'sha256:1',
    RepoTags: ['a:1', 'b:latest'],
    Size: 5,
    Config: { Labels: { [DIGEST_LABEL]: 'sha256:2' } },
  };
  expect(parseInspect(JSON.stringify([image]))).toEqual([
    { id: 'sha256:1', tags: ['a:1', 'b:latest'], digest: 'sha256:2', size: 5 },
  ]);
});

test('an image without labels has no digest', () => {
  expect(parseInspect('[{"Id":"sha256:1","RepoTags":null,"Config":{"Labels":null}}]')[0]).toMatchObject({
    tags: [],
    digest: undefined,
  });
});

test.each(['', '[]\n'])('%j is no image', (text) => {
  expect(parseInspect(text)).toEqual([]);
});
