import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { evaluate } from '../evaluate.ts';
import { eachEntry, eachItem, eq, str, when } from './build.ts';
import { holes } from './holes.ts';
import type { Templated } from './templated.ts';

const v = holes(
  z.strictObject({
    name: z.string(),
    pods: z.int(),
    on: z.boolean(),
    pull: z.enum(['Always', 'Never']),
    labels: z.record(z.string(), z.string()),
    hosts: z.array(z.string()),
  }),
);

test('a Deployment type-checks through its holes', () => {
  const deployment: Templated<IDeployment> = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: v.name, labels: eachEntry(v.labels, (value) => value) },
    spec: {
      replicas: v.pods,
      selector: { matchLabels: { app: 'web' } },
      template: {
        spec: {
          containers: [
            {
              name: 'web',
              image: str`web:${v.name}`,
              imagePullPolicy: v.pull,
              args: [eachItem(v.hosts, (host) => str`--host=${host}`)],
              env: [when(v.on, { name: 'ON', value: 'yes' })],
              resources: { limits: { cpu: '1', memory: v.name } },
            },
          ],
        },
      },
    },
  };
  const values = { name: 'n', pods: 2, on: false, pull: 'Never', labels: { b: '2', a: '1' }, hosts: ['x', 'y'] };
  expect(evaluate(deployment, { values, release: { Name: 'r', Namespace: 'n' } })).toMatchObject({
    metadata: { name: 'n', labels: { a: '1', b: '2' } },
    spec: {
      replicas: 2,
      template: { spec: { containers: [{ image: 'web:n', args: ['--host=x', '--host=y'], env: [] }] } },
    },
  });
});

test('mistakes that the type checker finds through the holes', () => {
  const selector = { matchLabels: { app: 'web' } };
  const deployments: readonly Templated<IDeployment>[] = [
    // @ts-expect-error -- a field that does not exist
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replica: 1, selector, template: {} } },
    // @ts-expect-error -- a number where a text belongs
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: v.pods } },
    // @ts-expect-error -- a text where a number belongs
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: v.name, selector, template: {} } },
    // @ts-expect-error -- a required field is missing
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: v.pods, template: {} } },
  ];
  const containers: readonly Templated<IContainer>[] = [
    // @ts-expect-error -- any text where only some are allowed
    { name: 'web', imagePullPolicy: v.name },
    // @ts-expect-error -- a boolean where a quantity belongs
    { name: 'web', resources: { limits: { cpu: v.on } } },
    // @ts-expect-error -- a list item that is no variable
    { name: 'web', env: [when(v.on, { value: 'no name' })] },
  ];
  expect([...deployments, ...containers]).toHaveLength(7);
});

test('mistakes in expressions that the type checker finds', () => {
  // @ts-expect-error -- a value that the schema does not have
  expect(v.names).toBeUndefined();
  // @ts-expect-error -- a literal of another type than the hole
  expect(eq(v.pods, '2')).toBeDefined();
  // @ts-expect-error -- a value that the enumeration does not have
  expect(eq(v.pull, 'Sometimes')).toBeDefined();
  // @ts-expect-error -- a condition that is no boolean
  expect(when(v.name, {})).toBeDefined();
  // @ts-expect-error -- a map in a text
  expect(str`${v.labels}`).toBeDefined();
});
