import { expect, test } from 'vitest';
import { evaluate } from '../evaluate.ts';
import { configDigest, envVars, secretKey, type Env } from './env.ts';

const digestOf = (...environments: Env[]): unknown =>
  evaluate(configDigest(...environments), { values: {}, release: { Name: 'r', Namespace: 'n' } });
const level = (value: string) => ({ from: 'config', config: 'settings', key: 'LEVEL', value }) as const;
const mode = { from: 'config', config: 'settings', key: 'MODE', value: 'x' } as const;

test('variables read texts, ConfigMap keys and Secret keys', () => {
  expect(
    envVars({ A: '1', B: level('info'), C: secretKey('keys', 'C'), D: secretKey('keys', 'D', { optional: true }) }),
  ).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
    { name: 'C', valueFrom: { secretKeyRef: { name: 'keys', key: 'C' } } },
    { name: 'D', valueFrom: { secretKeyRef: { name: 'keys', key: 'D', optional: true } } },
  ]);
});

test('the digest changes with a setting that is read, and with nothing else', () => {
  const before = digestOf({ A: level('info'), B: mode });
  expect(digestOf({ A: level('warn'), B: mode })).not.toEqual(before);
  expect(digestOf({ B: mode, A: level('info') })).toEqual(before);
  expect(digestOf({ B: mode, A: level('info'), C: 'text', D: secretKey('keys', 'D') })).toEqual(before);
  expect(digestOf({ A: level('info') }, { A: level('info'), B: mode })).toEqual(before);
});

test('pods that read no setting have no digest', () => {
  expect(configDigest({ A: '1' })).toBeUndefined();
});
