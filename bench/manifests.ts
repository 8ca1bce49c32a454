import { evaluateStack } from '@nx-kube/manifests';
import { renderChart } from '@nx-kube/manifests/chart';
import { checkObjects } from '@nx-kube/manifests/checks';
import { toYamlDocuments } from '@nx-kube/kube';
import { loadavg } from 'node:os';
import { helmTemplateMs } from './manifests/helm.ts';
import { mixedStack } from './manifests/mixed-stack.ts';
import { peers } from './manifests/peers.ts';
import { typeCheckMs } from './manifests/type-check.ts';
import { median, record } from './record.ts';

/** Each timing is taken in one process after the others, in milliseconds; the ratios are of medians. */
const OBJECTS = 10_000;
const ROUNDS = 7;
const images = { web: 'web:0123456789abcdef' };
const input = { images, secrets: {} };

function time(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function rounds(count: number, work: () => unknown): { medianMs: number; ms: readonly number[] } {
  const ms = Array.from({ length: count }, () => Math.round(time(work) * 10) / 10);
  return { medianMs: median(ms), ms };
}

const loadBefore = loadavg();
const stack = mixedStack(OBJECTS);
const first = evaluateStack(stack, input);
const { objects } = first;

/** Each round measures both, so that what else the machine does slows both. */
const pairs = Array.from({ length: ROUNDS }, () => ({
  renderMs: Math.round(time(() => toYamlDocuments(evaluateStack(stack, input).objects))),
  jsonMs: Math.round(time(() => JSON.stringify(objects)) * 10) / 10,
}));
const renderMs = median(pairs.map((pair) => pair.renderMs));
const jsonMs = median(pairs.map((pair) => pair.jsonMs));

const chart = rounds(ROUNDS, () => renderChart(stack, { images }));
const checks = rounds(3, () => checkObjects(objects, { external: first.external }));
const issues = checkObjects(objects, { external: first.external });
if (issues.length > 0) throw new Error(`The objects must be good ones: ${JSON.stringify(issues[0])}`);
const helm = helmTemplateMs(renderChart(stack, { images }), 2);

const growth = [100, 1_000, 10_000, 100_000].map((count) => {
  const grown = mixedStack(count);
  const { objects: made, external } = evaluateStack(grown, input);
  const times = count === 100_000 ? 3 : 9;
  const perObject = (work: () => unknown): number => {
    const { ms } = rounds(times, work);
    return Math.round((median(ms) / made.length) * 1e4) / 10;
  };
  return {
    objects: made.length,
    renderMicrosecondsPerObject: perObject(() => toYamlDocuments(evaluateStack(grown, input).objects)),
    chartMicrosecondsPerObject: perObject(() => renderChart(grown, { images })),
    checksMicrosecondsPerObject: perObject(() => checkObjects(made, { external })),
  };
});

const ratio = (of: number, to: number): number => Math.round((of / to) * 10) / 10;
const { medianMs: helmMs } = helm;
const peerMs = peers(objects);
record('manifests', 'npx nx run bench:manifests', {
  objects: objects.length,
  yamlMB: Math.round(toYamlDocuments(objects).length / 1e5) / 10,
  loadAverage: { before: loadBefore, after: loadavg() },
  evaluateAndYaml: { medianMs: Math.round(renderMs), pairs },
  jsonStringify: { medianMs: Math.round(jsonMs) },
  chart,
  checks,
  helmTemplate: helm,
  yamlPeersMs: peerMs,
  growth,
  typeCheck: typeCheckMs('deploy/tsconfig.json', 5),
  ratios: {
    evaluateAndYamlToJson: ratio(renderMs, jsonMs),
    helmTemplateToEvaluateAndYaml: ratio(helmMs, renderMs),
    ...Object.fromEntries(
      Object.entries(peerMs).map(([peer, ms]) => [`${peer}ToEvaluateAndYaml`, ratio(ms, renderMs)]),
    ),
  },
});
