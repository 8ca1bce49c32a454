import { expect, test } from 'vitest';
import { KubeError } from './error.ts';
import { formatCpu, formatMemory, parseQuantity } from './quantity.ts';

test.each([
  ['0', 0],
  ['1', 1],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['500m', 0.5],
  ['1005m', 1.005],
  ['100n', 1e-7],
  ['256Mi', 268435456],
  ['1Gi', 1073741824],
  ['1.5Ki', 1536],
  ['128k', 128000],
  ['1e3', 1000],
  ['12E2', 1200],
  ['2E', 2e18],
  ['-1', -1],
  ['+1M', 1e6],
])('the quantity %s is %d', (text, number) => {
  expect(parseQuantity(text)).toBe(number);
});

test.each(['', 'half', '1 Gi', '1GB', 'Mi', '1KI', '0x10', '1e', 'NaN', '１', '1Mi '])('%j is no quantity', (text) => {
  expect(() => parseQuantity(text)).toThrow(KubeError);
});

test.each([
  [268435456, '256Mi'],
  [1, '1Mi'],
  [0, '0Mi'],
])('%d bytes are shown as %s', (bytes, text) => {
  expect(formatMemory(bytes)).toBe(text);
});

test.each([
  [0.5, '500m'],
  [2, '2'],
  [0.1 + 0.2, '300m'],
  [0.0001, '1m'],
])('%d cores are shown as %s', (cores, text) => {
  expect(formatCpu(cores)).toBe(text);
});
