import { expect, test } from 'vitest';

import { ensureIngress } from './ingress.ts';

test('a class that is there is used, whoever put it there', async () => {
  await expect(ensureIngress({ profile: 'p', ingressClasses: ['traefik', 'nginx'] })).resolves.toEqual({
    enabled: false,
  });
});

test('a class that minikube has no addon for is refused before anything is changed', async () => {
  const request = ensureIngress({ profile: 'p', ingressClasses: ['nginx'], className: 'kong' });
  await expect(request).rejects.toMatchObject({ code: 'INGRESS_FAILED' });
});
