import { expect, test } from 'vitest';
import { basicVariables } from './basics.ts';

test('only what every program of this machine needs is passed on', () => {
  const environment = { PATH: '/bin', HOME: '/me', NODE_OPTIONS: '--inspect', OPENAI_API_KEY: 'sk', FORCE_COLOR: '1' };
  expect(basicVariables(environment)).toEqual({ PATH: '/bin', HOME: '/me' });
});
