import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Stack } from '@nx-kube/manifests';

import { suggest } from '../cli/suggest.ts';
import { PluginError } from '../error.ts';

/**
 * Loads the module that a workspace describes its stack in: the default export, made by `defineStack`.
 *
 * @param path relative to `root`
 * @throws PluginError NO_STACK, BAD_STACK
 */
export async function loadStack(root: string, path: string): Promise<Stack> {
  const file = resolve(root, path);
  const doing = `load the stack from ${path}`;
  if (!existsSync(file)) {
    const fix = 'name the module with --stack, relative to the workspace';
    throw new PluginError('NO_STACK', { doing, because: `there is no file ${file}`, fix });
  }
  const stack = await importDefault(file, doing);
  if (isStack(stack)) return stack;
  const fix = "write: export default defineStack({ … }), from '@nx-kube/manifests'";
  throw new PluginError('BAD_STACK', { doing, because: 'its default export is no stack', fix });
}

/**
 * Refuses an environment that the stack does not have.
 *
 * @throws PluginError UNKNOWN_ENVIRONMENT
 */
export function requireEnvironment(stack: Stack, environment: string): void {
  const known = Object.keys(stack.environments);
  if (known.includes(environment)) return;
  const near = suggest(environment, known);
  const fix = near ? `did you mean ${near}?` : `use one of: ${known.join(', ')}`;
  const because = `the stack ${stack.name} has no environment "${environment}"`;
  throw new PluginError('UNKNOWN_ENVIRONMENT', { doing: 'evaluate the stack', because, fix });
}

async function importDefault(file: string, doing: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const because = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new PluginError('BAD_STACK', { doing, because, fix: 'correct the module; `tsc` shows the place' }, error);
  }
}

function isStack(value: unknown): value is Stack {
  if (typeof value !== 'object' || value === null) return false;
  const { name, environments, images } = value as Partial<Stack>;
  return typeof name === 'string' && typeof environments === 'object' && Array.isArray(images);
}
