import { expect, test } from 'vitest';

import { contentSecurityPolicy, newNonce } from './content-security-policy.ts';

/** Directive → its sources. */
function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

test('each nonce is another one of 128 bits', () => {
  const nonces = new Set(Array.from({ length: 100 }, newNonce));
  expect(nonces.size).toBe(100);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
});

test('the policy names no other origin and allows no inline or evaluated code', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic'");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
});

test('what is not named is forbidden: plugins, frames, workers, fonts and media of any origin', () => {
  expect(Object.fromEntries(directives(contentSecurityPolicy('abc', false)))).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'nonce-abc'", "'strict-dynamic'"],
    'script-src-attr': ["'none'"],
    'style-src': ["'self'"],
    'style-src-attr': ["'none'"],
    'img-src': ["'self'"],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  });
});

test('each directive stands once: of two, browsers take the first', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(directives(policy).size).toBe(policy.split('; ').length);
});

test('only for development there is more', () => {
  const policy = directives(contentSecurityPolicy('abc', true));
  expect(policy.get('script-src')).toContain("'unsafe-eval'");
  expect(policy.get('style-src')).toContain("'unsafe-inline'");
  expect(policy.get('font-src')).toEqual(["'self'"]);
});
