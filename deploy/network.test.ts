import { evaluateStack } from '@nx-kube/manifests';
import { expect, test } from 'vitest';
import { connectionTestPods } from './chart/connection-test.ts';
import { database, services } from './services.ts';
import stack from './stack.ts';
import { testSecrets } from './testing/secrets.ts';

interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly namespaceSelector?: object;
  readonly ipBlock?: { readonly cidr: string };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number | string }[];
}

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));

function policies(values: object, secrets = testSecrets): ReadonlyMap<string, { ingress: Rule[]; egress: Rule[] }> {
  const { objects } = evaluateStack(stack, { images, secrets, values });
  const found = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  return new Map(found.map(({ metadata, spec }) => [metadata.name, spec as { ingress: Rule[]; egress: Rule[] }]));
}

const on = policies({ networkPolicy: { enabled: true } });
const labels = (component: string): Record<string, string> => ({ app: 'todo-chatbot', component });
const port = { frontend: services.frontend.port, backend: services.backend.port, mcp: services.mcp.port };
const ports: Readonly<Record<string, number>> = { ...port, postgres: database.port };

/** Whether a pod of this namespace is among the peers. */
function isPeer(peers: readonly Peer[] = [], pod: Readonly<Record<string, string>>): boolean {
  return peers.some(({ podSelector, namespaceSelector }) => {
    if (namespaceSelector && !podSelector) return Object.keys(namespaceSelector).length === 0;
    return podSelector !== undefined && Object.entries(podSelector.matchLabels).every(([k, v]) => pod[k] === v);
  });
}

/** Whether pods of one component may open a connection to another: both sides have to agree. */
function mayReach(from: string, to: string): boolean {
  const wanted = new Set([ports[to], 'http']);
  const out = on.get(from)?.egress.some((rule) => {
    return isPeer(rule.to, labels(to)) && (rule.ports ?? []).some((at) => wanted.has(at.port));
  });
  return out === true && (on.get(to)?.ingress.some((rule) => isPeer(rule.from, labels(from))) ?? false);
}

test('each pod talks only with whom it has to', () => {
  const components = [...on.keys()];
  expect(components.toSorted()).toEqual(['backend', 'frontend', 'mcp', 'postgres']);
  const pairs = components.flatMap((from) =>
    components.filter((to) => mayReach(from, to)).map((to) => `${from}>${to}`),
  );
  expect(pairs.toSorted()).toEqual([
    'backend>frontend',
    'backend>mcp',
    'backend>postgres',
    'frontend>backend',
    'frontend>mcp',
    'frontend>postgres',
    'mcp>frontend',
    'mcp>postgres',
  ]);
});

test.each(['frontend', 'backend', 'mcp'])('the test of the chart reaches %s', (component) => {
  const pod = connectionTestPods.podSelector.matchLabels;
  expect(on.get(component)?.ingress.some(({ from }) => isPeer(from, pod))).toBe(true);
});

test('the database answers nobody from outside, and calls nobody', () => {
  const { ingress = [], egress = [] } = on.get('postgres') ?? {};
  expect(ingress.flatMap(({ from = [] }) => from).filter(({ ipBlock }) => ipBlock)).toEqual([]);
  expect(egress.flatMap(({ ports: at = [] }) => at.map((open) => open.port))).toEqual([53, 53]);
});

test('a database elsewhere is reached where it may lie, and needs no policy here', () => {
  const secrets = { ...testSecrets, databaseUrl: 'postgres://db.example/todo' };
  const elsewhere = policies({ networkPolicy: { enabled: true, databaseCidr: '192.0.2.0/24' } }, secrets);
  expect(elsewhere.has('postgres')).toBe(false);
  const reached = elsewhere.get('backend')?.egress.filter(({ to }) => to?.[0]?.ipBlock?.cidr === '192.0.2.0/24');
  expect(reached?.flatMap(({ ports: at = [] }) => at.map((open) => open.port))).toEqual([5432, 6432]);
});

test('there is no policy until it is switched on', () => {
  expect(policies({}).size).toBe(0);
});
