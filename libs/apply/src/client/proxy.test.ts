import { expect, test } from 'vitest';
import { proxyFor } from './proxy.ts';

const proxy = 'http://proxy:3128';

test.each([
  ['no proxy is set', 'https://10.0.0.1:8443', {}, undefined],
  ['one is set', 'https://10.0.0.1:8443', { HTTPS_PROXY: proxy }, proxy],
  ['it is set in lower case, without a scheme', 'https://10.0.0.1:8443', { https_proxy: 'proxy:3128' }, proxy],
  ['it is for http alone', 'https://10.0.0.1:8443', { HTTP_PROXY: proxy }, undefined],
  ['the server is on this machine', 'https://127.0.0.1:32769', { HTTPS_PROXY: proxy }, undefined],
  ['the address is excepted', 'https://10.0.0.1:8443', { HTTPS_PROXY: proxy, NO_PROXY: 'x, 10.0.0.1' }, undefined],
  [
    'its range is excepted, as minikube advises',
    'https://192.168.49.2:8443',
    { HTTPS_PROXY: proxy, NO_PROXY: '192.168.49.0/24' },
    undefined,
  ],
  ['another range is', 'https://192.168.58.2:8443', { HTTPS_PROXY: proxy, NO_PROXY: '192.168.49.0/24' }, proxy],
  [
    'a name above it is excepted',
    'https://api.example.com',
    { HTTPS_PROXY: proxy, NO_PROXY: '.example.com' },
    undefined,
  ],
  ['a name that ends alike is', 'https://api.myexample.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com' }, proxy],
  ['another port is excepted', 'https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com:8443' }, proxy],
  ['its port is', 'https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: 'example.com:443' }, undefined],
  ['an IPv6 range is excepted', 'https://[fd00::2]:8443', { HTTPS_PROXY: proxy, NO_PROXY: 'fd00::/8' }, undefined],
  ['an IPv6 address is', 'https://[fd00::2]:8443', { HTTPS_PROXY: proxy, NO_PROXY: 'fd00::2' }, undefined],
  ['all are', 'https://api.example.com', { HTTPS_PROXY: proxy, NO_PROXY: '*' }, undefined],
  ['the exceptions are nonsense', 'https://10.0.0.1', { HTTPS_PROXY: proxy, NO_PROXY: ',10.0.0.0/99,/8,:' }, proxy],
] as const)('the right way is found when %s', (_, server, environment, expected) => {
  expect(proxyFor(new URL(server), undefined, environment)).toBe(expected);
});

test('the kubeconfig has the last word', () => {
  const environment = { HTTPS_PROXY: 'http://other', NO_PROXY: '*' };
  expect(proxyFor(new URL('https://10.0.0.1'), proxy, environment)).toBe(proxy);
});
