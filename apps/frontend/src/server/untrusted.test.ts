import { expect, test } from 'vitest';

import { dropUntrusted } from './untrusted.ts';

test.each([
  { when: 'there is none', cookie: undefined, kept: undefined },
  { when: 'it holds nothing of Next', cookie: 'a=1; b=2', kept: 'a=1; b=2' },
  { when: 'it turns draft mode on', cookie: 'a=1; __prerender_bypass=0000; b=2', kept: 'a=1; b=2' },
  { when: 'it holds nothing else', cookie: ' __next_preview_data=x;__prerender_bypass=0', kept: undefined },
  { when: 'a crumb has no value', cookie: '__prerender_bypass; c', kept: 'c' },
  { when: 'another name begins alike', cookie: '__prerender_bypass2=1', kept: '__prerender_bypass2=1' },
])('of the cookie header only what Next does not trust is kept, when $when', ({ cookie, kept }) => {
  const headers = cookie === undefined ? {} : { cookie };
  dropUntrusted(headers);
  expect(headers).toEqual(kept === undefined ? {} : { cookie: kept });
});

test('headers that name a preview id, a cache tag or a nonce do not come through, others do', () => {
  const headers = {
    accept: '*/*',
    'content-security-policy': "script-src 'nonce-mine'",
    'x-prerender-revalidate': '0'.repeat(32),
    'x-next-revalidate-tag-token': '0'.repeat(32),
  };
  dropUntrusted(headers);
  expect(headers).toEqual({ accept: '*/*' });
});
