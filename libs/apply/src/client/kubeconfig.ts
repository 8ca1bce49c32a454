import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ApplyError } from '../error.ts';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { inClusterContext, inClusterName } from './in-cluster.ts';

/** A named entry of a kubeconfig file; relative paths in it are meant from `directory`. */
export interface Entry {
  readonly fields: JsonObject;
  readonly directory: string;
}

/** What one context says: where the API server is, and who we are there. */
export interface KubeContext {
  readonly name: string;
  readonly cluster: Entry;
  readonly user: Entry;
}

interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  readonly contexts: ReadonlyMap<string, Entry>;
}

/**
 * Finds a context in the kubeconfig files: those given, else `KUBECONFIG`, else `~/.kube/config`. A name that is in
 * several files is taken from the first, as kubectl does. In a pod, `in-cluster` is its own cluster.
 *
 * @throws ApplyError BAD_KUBECONFIG for a file that can't be read or is no kubeconfig, UNKNOWN_CONTEXT naming those known
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export async function readContext(name: string, kubeconfig = process.env['KUBECONFIG'] ?? ''): Promise<KubeContext> {
  const paths = kubeconfig.split(delimiter).filter((path) => path !== '');
  const files = paths.length > 0 ? paths : [join(homedir(), '.kube', 'config')];
  const merged = mergeFirstWins(await Promise.all(files.map((path) => readOne(resolve(path)))));
  const context = merged.contexts.get(name);
  const here = name === inClusterName && !context ? inClusterContext(process.env) : undefined;
  if (here) return here;
  if (!context) throw unknownContext(name, [...merged.contexts.keys()], files);
  const clusterName = stringAt(context.fields, 'cluster') ?? '';
  const cluster = merged.clusters.get(clusterName);
  if (!cluster) {
    throw badKubeconfig(
      files.join(delimiter),
      `context ${name} names the cluster "${clusterName}", which is not there`,
    );
  }
  const user = merged.users.get(stringAt(context.fields, 'user') ?? '') ?? { fields: {}, directory: '' };
  return { name, cluster, user };
}

/** The bytes of `<field>-data` (base64), else of the file that `<field>` names, else nothing. */
export async function readBytes(entry: Entry, field: string): Promise<Buffer | undefined> {
  const data = stringAt(entry.fields, `${field}-data`);
  if (data) return Buffer.from(data, 'base64');
  const path = stringAt(entry.fields, field);
  if (!path) return undefined;
  const file = resolve(entry.directory, path);
  try {
    return await readFile(file);
  } catch (error) {
    throw badKubeconfig(file, 'a kubeconfig names this file and it can not be read', error);
  }
}

async function readOne(path: string): Promise<Kubeconfig> {
  const directory = dirname(path);
  const document = await parseFile(path);
  const entries = (list: string, field: string): Map<string, Entry> =>
    new Map(
      listAt(document, list).map((item) => [
        stringAt(item, 'name') ?? '',
        { fields: objectAt(item, field) ?? {}, directory },
      ]),
    );
  return {
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user'),
    contexts: entries('contexts', 'context'),
  };
}

async function parseFile(path: string): Promise<JsonObject> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    // A path in KUBECONFIG need not exist: kubectl skips it too.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw badKubeconfig(path, 'the file can not be read', error);
  });
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch {
    // The parser's message quotes the line, which may hold a token.
    throw badKubeconfig(path, 'it is not YAML');
  }
  if (!isObject(document)) throw badKubeconfig(path, 'it holds no kubeconfig');
  return document;
}

function mergeFirstWins(files: readonly Kubeconfig[]): Kubeconfig {
  const backwards = files.toReversed();
  return {
    clusters: new Map(backwards.flatMap(({ clusters }) => [...clusters])),
    users: new Map(backwards.flatMap(({ users }) => [...users])),
    contexts: new Map(backwards.flatMap(({ contexts }) => [...contexts])),
  };
}

function unknownContext(name: string, known: readonly string[], files: readonly string[]): ApplyError {
  return new ApplyError('UNKNOWN_CONTEXT', {
    doing: `connect to the context "${name}"`,
    because: `${files.join(', ')} ${known.length > 0 ? `knows only: ${known.toSorted().join(', ')}` : 'knows no context'}`,
    fix: 'name one of those, or start the cluster that makes it (minikube start)',
  });
}

function badKubeconfig(path: string, because: string, cause?: unknown): ApplyError {
  return new ApplyError(
    'BAD_KUBECONFIG',
    { doing: `read ${path}`, because, fix: 'repair the file, or point KUBECONFIG at another' },
    cause,
  );
}
