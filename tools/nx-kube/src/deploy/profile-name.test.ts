import { expect, test } from 'vitest';

import { chooseProfile } from './profile-name.ts';

test.each([
  ['the option', { profile: 'a' }, { MINIKUBE_PROFILE: 'b' }, 'a'],
  ['the context', { context: 'a' }, {}, 'a'],
  ['the environment', {}, { MINIKUBE_PROFILE: 'b' }, 'b'],
  ['nothing', {}, { MINIKUBE_PROFILE: '' }, undefined],
])('a profile is named by %s', (_, choice, env, name) => {
  expect(chooseProfile(choice, env)).toBe(name);
});

test('a profile and a context that differ are refused', () => {
  expect(() => chooseProfile({ profile: 'a', context: 'b' }, {})).toThrow(
    expect.objectContaining({ code: 'CONTEXT_MISMATCH' }) as Error,
  );
});
