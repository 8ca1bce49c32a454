import { expect, test } from 'vitest';

import { clientAddress } from './client-address.ts';

test.each([
  { when: 'nobody forwards', peer: '203.0.113.7', header: undefined, address: '203.0.113.7' },
  { when: 'the ingress forwards', peer: '10.244.0.5', header: '203.0.113.7', address: '203.0.113.7' },
  {
    when: 'the ingress adds to what the client made up',
    peer: '10.244.0.5',
    header: '1.1.1.1, 203.0.113.7',
    address: '203.0.113.7',
  },
  {
    when: 'a client from outside claims to be another',
    peer: '203.0.113.7',
    header: '1.1.1.1',
    address: '203.0.113.7',
  },
  { when: 'the header is nonsense', peer: '10.244.0.5', header: 'unknown', address: '10.244.0.5' },
  { when: 'the header is empty', peer: '::1', header: '', address: '::1' },
  { when: 'the peer is shown as IPv6', peer: '::ffff:10.0.0.1', header: '203.0.113.7', address: '203.0.113.7' },
  { when: 'all speak IPv6', peer: 'fd00::1', header: '2001:db8::7', address: '2001:db8::7' },
  { when: 'a client from outside speaks IPv6', peer: '2001:db8::7', header: '::1', address: '2001:db8::7' },
  { when: 'there are ports', peer: '192.168.49.1', header: '203.0.113.7:4711', address: '203.0.113.7' },
  { when: 'there are brackets', peer: '192.168.49.1', header: '[2001:db8::7]:4711', address: '2001:db8::7' },
  { when: 'the peer is gone', peer: undefined, header: '1.1.1.1', address: '' },
])('a client counts as $address when $when', ({ peer, header, address }) => {
  expect(clientAddress(peer, header)).toBe(address);
});
