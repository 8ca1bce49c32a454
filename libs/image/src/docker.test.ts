import { expect, test } from 'vitest';

import { classifyDocker } from './docker.ts';

const DENIED =
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix: connect: permission denied';

test.each([
  { code: 'DOCKER_MISSING', when: 'there is no program', outcome: { code: 'ENOENT' } },
  { code: 'DOCKER_STOPPED', when: 'it does not answer', outcome: { timedOut: true } },
  {
    code: 'DOCKER_STOPPED',
    when: 'nobody listens',
    outcome: { stderr: 'Cannot connect to the Docker daemon at tcp://x' },
  },
  {
    code: 'DOCKER_STOPPED',
    when: 'a newer client says so',
    outcome: { stderr: 'failed to connect to the docker API at x' },
  },
  { code: 'DOCKER_DENIED', when: 'the socket is closed to us', outcome: { stderr: DENIED } },
  { code: undefined, when: 'the image is missing', outcome: { stderr: 'Error: No such image: x:1' } },
])('the failure is $code when $when', ({ code, outcome }) => {
  const failure = classifyDocker({ doing: 'x', code: undefined, timedOut: false, stderr: '', ...outcome });
  expect(failure?.code).toBe(code);
});
