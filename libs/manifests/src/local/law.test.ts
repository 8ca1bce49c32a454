import fc from 'fast-check';
import { expect, test } from 'vitest';
import { other, planOf, workload } from '../testing/local-stack.ts';
import { expand } from '../without-cluster/expand.ts';
import type { LocalContainer, LocalProbe } from './plan.ts';

const NAMES = ['A', 'B', 'C', 'PORT'] as const;
const text = fc.oneof(
  fc.constantFrom(
    '',
    '0.0.0.0',
    '::',
    '8080',
    '$(A)',
    '$$(A)',
    '$(',
    '$',
    'x$(B)y$(NO)',
    '$(PORT)',
    '${HOME}',
    '\\n"\'',
  ),
  fc.string({ unit: 'binary' }).filter((any) => any.isWellFormed()),
);

/** Variables of each origin; keys that are not there are optional. */
const variable = fc.record({
  name: fc.constantFrom(...NAMES),
  from: fc.oneof(
    fc.record({ value: text }),
    fc.constant({}),
    fc
      .constantFrom('configMapKeyRef', 'secretKeyRef')
      .chain((kind) =>
        fc
          .constantFrom('one', 'none')
          .map((key) => ({ valueFrom: { [kind]: { name: 'source', key, optional: true } } })),
      ),
  ),
});

const some = fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined });
const probe = fc.record({
  check: fc.constantFrom(
    { httpGet: { path: '/x', port: 8080 } },
    { tcpSocket: { port: 'http' } },
    { exec: { command: ['a'] } },
  ),
  numbers: fc.record({
    initialDelaySeconds: some,
    periodSeconds: some,
    timeoutSeconds: some,
    successThreshold: some,
    failureThreshold: some,
  }),
});

const container = fc.record({
  env: fc.array(variable, { maxLength: 5 }),
  sources: fc.record({ config: text, secret: text }),
  probes: fc.record({ startupProbe: probe, readinessProbe: probe, livenessProbe: probe }, { requiredKeys: [] }),
});

/** As the kubelet does it, one sign after the other. */
function expanded(value: string, known: ReadonlyMap<string, string>): string {
  let out = '';
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] ?? '';
    const next = value[at + 1];
    const end = value.indexOf(')', at);
    if (sign === '$' && next === '$') {
      out += '$';
      at += 1;
    } else if (sign === '$' && next === '(' && end >= 0) {
      const name = value.slice(at + 2, end);
      out += known.get(name) ?? `$(${name})`;
      at = end;
    } else out += sign;
  }
  return out;
}

test('texts are put together as the kubelet does it', () => {
  const texts = fc
    .array(fc.constantFrom('$', '(', ')', 'A', 'B', 'x'), { maxLength: 12 })
    .map((signs) => signs.join(''));
  fc.assert(
    fc.property(texts, text, (value, of) => {
      expect(expand(value, { A: of, B: '$(A)' })).toBe(
        expanded(
          value,
          new Map([
            ['A', of],
            ['B', '$(A)'],
          ]),
        ),
      );
    }),
    { numRuns: 2000 },
  );
});

type Case = typeof container extends fc.Arbitrary<infer T> ? T : never;

function expectedEnv({ env, sources }: Case): Readonly<Record<string, string>> {
  const known = new Map<string, string>();
  for (const { name, from } of env) {
    const { value, valueFrom } = from as { value?: string; valueFrom?: Readonly<Record<string, { key: string }>> };
    const [[kind, { key }] = ['', { key: '' }]] = Object.entries(valueFrom ?? {});
    const there = key === 'one' ? (kind === 'secretKeyRef' ? sources.secret : sources.config) : undefined;
    const found = valueFrom ? there : expanded(value ?? '', known);
    if (found !== undefined) known.set(name, found);
  }
  return Object.fromEntries([...known].map(([name, of]) => [name, of === '0.0.0.0' || of === '::' ? '127.0.0.1' : of]));
}

function numbersOf(probe: LocalProbe | undefined): readonly unknown[] | undefined {
  if (!probe) return undefined;
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold } = probe;
  return [probe.check.type, initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold];
}

function expectedNumbers(of: Case['probes'][keyof Case['probes']]): readonly unknown[] | undefined {
  if (!of) return undefined;
  const {
    initialDelaySeconds: a = 0,
    periodSeconds: b = 10,
    timeoutSeconds: c = 1,
    successThreshold: d = 1,
    failureThreshold: e = 3,
  } = of.numbers;
  return ['exec' in of.check ? 'exec' : 'httpGet' in of.check ? 'http' : 'tcp', a, b, c, d, e];
}

function planned({ env, sources, probes }: Case): LocalContainer | undefined {
  const asked = Object.entries(probes).map(([field, of]) => [field, { ...of.check, ...of.numbers }] as const);
  const parts = {
    env: env.map(({ name, from }) => ({ name, ...from })),
    ports: [{ name: 'http', containerPort: 8080 }],
    ...Object.fromEntries(asked),
  };
  const tree = [
    other('ConfigMap', 'source', { data: { one: sources.config } }),
    other('Secret', 'source', { data: { one: Buffer.from(sources.secret).toString('base64') } }),
    workload({ container: parts }),
  ];
  return planOf(tree).workloads[0]?.container;
}

/** Whether a text has the number of a port in it, which is refused. */
function putsPortIntoText(of: Case): boolean {
  const env = expectedEnv(of);
  return of.env.some(({ from }) => {
    const { value = '' } = from as { value?: string };
    return NAMES.some((name) => env[name] === '8080' && value !== `$(${name})` && value.includes(`$(${name})`));
  });
}

test('whatever a container is told and asked, its process is told and asked the same', () => {
  fc.assert(
    fc.property(container, (of) => {
      fc.pre(!putsPortIntoText(of));
      const { env = {}, probes = {}, ports = [] } = planned(of) ?? {};
      expect(env).toEqual(expectedEnv(of));
      expect(numbersOf(probes.startup)).toEqual(expectedNumbers(of.probes.startupProbe));
      expect(numbersOf(probes.readiness)).toEqual(expectedNumbers(of.probes.readinessProbe));
      expect(numbersOf(probes.liveness)).toEqual(expectedNumbers(of.probes.livenessProbe));
      const told = Object.keys(env).filter((name) => env[name] === '8080');
      expect(ports).toEqual([{ name: 'http', port: 8080, variables: told }]);
    }),
    { numRuns: 1000 },
  );
});
