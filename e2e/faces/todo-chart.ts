import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toYaml, type KubeObject } from '@nx-kube/kube';
import { evaluateStack, type StackInput } from '@nx-kube/manifests';
import { renderChart } from '@nx-kube/manifests/chart';
import { loadAll } from 'js-yaml';
import stack from '../../deploy/stack.ts';
import { run, type Outcome } from '../support/run.ts';

/** The Helm binaries of the cluster folder: version 4, and 3. */
export const HELMS = ['helm', 'helm3'] as const;
export type HelmBinary = (typeof HELMS)[number];

/** References that nothing pulls. */
const someImages: Readonly<Record<string, string>> = Object.fromEntries(
  stack.images.map((project) => [project, `${project}:0123456789abcdef`]),
);

/** The chart of the Todo stack as files. */
export interface ChartFolder {
  readonly folder: string;
  /** Runs `<helm> <verb…> todo-app? <folder> <args…>`, as the verb wants it. */
  helm(binary: HelmBinary, verb: 'lint' | 'template', ...args: readonly string[]): Promise<Outcome>;
  /** Writes values beside the chart, and gives the file's name for `-f`. */
  values(name: string, values: unknown): string;
  remove(): void;
}

/** Writes the chart into a folder of its own. */
export function todoChart(images = someImages): ChartFolder {
  const root = mkdtempSync(join(tmpdir(), 'todo-chart-'));
  const folder = join(root, stack.name);
  for (const [name, text] of Object.entries(renderChart(stack, { images }))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return {
    folder,
    helm(binary, verb, ...args) {
      // A run is shorter than the collection of its garbage is worth.
      const env = { GOGC: 'off' };
      return run(binary, [verb, ...(verb === 'template' ? [stack.name] : []), folder, ...args], { env });
    },
    values(name, values) {
      const file = join(root, `${name}.yaml`);
      writeFileSync(file, toYaml(values));
      return file;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What `helm template` printed, as objects by `apiVersion kind name`. */
export function objectsOf(yaml: string): Readonly<Record<string, KubeObject>> {
  return byName(loadAll(yaml).filter((document) => document !== null && document !== undefined) as KubeObject[]);
}

/** What the stack is with the same values, as objects by `apiVersion kind name`. */
export function evaluated(input: Omit<StackInput, 'images'>): Readonly<Record<string, KubeObject>> {
  return byName(evaluateStack(stack, { ...input, images: someImages }).objects);
}

function byName(objects: readonly KubeObject[]): Readonly<Record<string, KubeObject>> {
  const named = objects.map(
    (object) => [`${object.apiVersion} ${object.kind} ${object.metadata.name}`, object] as const,
  );
  const result = Object.fromEntries(named);
  if (Object.keys(result).length < objects.length) throw new Error('two objects have one name');
  return result;
}
