import { expect, test } from 'vitest';

import { buildFailure } from './build-failure.ts';

const DOCKERFILE = 'FROM node-base:01\nCOPY app/ /app/\nRUN false\n';
const BUILDKIT = `#6 [2/3] COPY app/ /app/
#7 [3/3] RUN false
#7 ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1
------
 > [3/3] RUN false:
------
Dockerfile:3
--------------------
   1 |     FROM node-base:01
   3 | >>> RUN false
--------------------
ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1`;
const LEGACY = `Step 1/3 : FROM node-base:01
 ---> d1f420957d13
Step 3/3 : RUN false
 ---> Running in de968263fd16
The command '/bin/sh -c false' returned a non-zero code: 1`;
const OLD_BUILDKIT = `#5 [2/2] COPY app/ /app/
#5 DONE 0.1s
#6 [3/3] RUN false
#6 0.153 reason
#6 ERROR: executor failed running [/bin/sh -c false]: exit code: 1
------
 > [3/3] RUN false:
#6 0.153 reason
------
ERROR: failed to solve: executor failed running [/bin/sh -c false]: exit code: 1`;
const SYNTAX = `ERROR: failed to solve: dockerfile parse error on line 3: unknown instruction: RUNN`;
const LEGACY_SYNTAX = `Error response from daemon: dockerfile parse error line 3: unknown instruction: RUNN`;

test.each([
  { builder: 'BuildKit', output: BUILDKIT },
  { builder: 'the BuildKit of Docker 20.10', output: OLD_BUILDKIT },
  { builder: 'the legacy builder', output: LEGACY },
  { builder: 'the parser of BuildKit', output: SYNTAX },
  { builder: 'the parser of the legacy builder', output: LEGACY_SYNTAX },
])('the line that failed is named from the output of $builder, with the last words', ({ output }) => {
  const lines = output.split('\n');
  const error = buildFailure({
    project: 'api',
    dockerfilePath: 'apps/api/Dockerfile',
    dockerfile: DOCKERFILE,
    output: lines,
  });
  expect(error.code).toBe('BUILD_FAILED');
  expect(error.doing).toContain('apps/api/Dockerfile:3');
  expect(error.because).toContain('RUN false');
  expect(error.because).toContain(lines.at(-1));
});

test('without a line the file is named', () => {
  const error = buildFailure({
    project: 'api',
    dockerfilePath: 'apps/api/Dockerfile',
    dockerfile: DOCKERFILE,
    output: ['no space left'],
  });
  expect(error.doing).toContain('(apps/api/Dockerfile)');
  expect(error.because).toContain('no space left');
});
