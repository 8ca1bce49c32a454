import { expect, test } from 'vitest';
import { launchBeside, launchOf, type Surroundings } from './launch.ts';
import { containerOf } from './testing/plan.ts';

const program = {
  type: 'process',
  command: ['node', '/app/main.mjs'],
  env: { NODE_COMPILE_CACHE: '/app/cc', MODE: 'image' },
  paths: { '/app': '/here/app', '/app/cc': '/made/cc' },
  cwd: '/here/app',
} as const;
const surroundings: Surroundings = {
  ports: new Map([
    [8000, 41_000],
    [9464, 41_001],
  ]),
  paths: { '/run/secrets/key': '/files/key', '/data': '/claims/data' },
  addresses: [{ service: 'api', port: 80, local: 40_080 }],
  basics: { PATH: '/bin', HOME: '/home/me' },
  node: '/opt/node',
};

test('a container finds its ports, paths and Services on this machine', () => {
  const container = containerOf('web', {
    env: {
      PORT: '8000',
      METRICS_PORT: '9464',
      MODE: 'container',
      API: 'http://api/v1',
      KEY_FILE: '/run/secrets/key',
      DATA: '/data/sub',
      SENTENCE: 'see /app/main.mjs',
      OTHER_PORT: '8000',
    },
    ports: [
      { port: 8000, variables: ['PORT'] },
      { port: 9464, variables: ['METRICS_PORT'] },
    ],
  });
  expect(launchOf(container, program, surroundings)).toEqual({
    command: ['/opt/node', '/here/app/main.mjs'],
    cwd: '/here/app',
    stopSignal: 'SIGTERM',
    env: {
      PATH: '/bin',
      HOME: '/home/me',
      NODE_COMPILE_CACHE: '/made/cc',
      MODE: 'container',
      PORT: '41000',
      METRICS_PORT: '41001',
      API: 'http://127.0.0.1:40080/v1',
      KEY_FILE: '/files/key',
      DATA: '/claims/data/sub',
      SENTENCE: 'see /app/main.mjs',
      OTHER_PORT: '8000',
    },
  });
});

test.each([
  ['the image', {}, ['/opt/node', '/here/app/main.mjs']],
  ['the container', { command: ['node', '/app/migrate.mjs'] }, ['/opt/node', '/here/app/migrate.mjs']],
  ['both parts of the container', { command: ['/usr/local/bin/node'], args: ['/app/x'] }, ['/opt/node', '/here/app/x']],
  [
    'arguments alone, which follow the entrypoint',
    { args: ['serve', '--data=/data'] },
    ['run', 'serve', '--data=/claims/data'],
  ],
  ['a path that is no path of the container', { command: ['/bin/sh', '-c', 'x'] }, ['/bin/sh', '-c', 'x']],
  ['an address', { args: ['--api=http://api', 'api:80'] }, ['run', '--api=http://127.0.0.1:40080', '127.0.0.1:40080']],
])('the command comes from %s', (_, given, command) => {
  const launch = launchOf(containerOf('web', given), { ...program, entrypoint: ['run'] }, surroundings);
  expect(launch.command).toEqual(command);
});

test('a program of a probe runs beside with the same environment', () => {
  const launch = launchOf(containerOf('web'), program, surroundings);
  expect(launchBeside(launch, ['node', '/app/ready.mjs'], program, surroundings)).toEqual({
    ...launch,
    command: ['/opt/node', '/here/app/ready.mjs'],
  });
});
