import type * as z from 'zod';
import { ManifestError, type ValueIssue } from '../error.ts';
import type { Refusal } from '../stack/stack.ts';
import { isMap } from './merge.ts';
import { isSecret, valueAt, valueIssues } from './issues.ts';

/**
 * The defaults of a values schema: what `values.yaml` of a chart holds.
 *
 * @throws {ManifestError} `BAD_VALUES` where a leaf has no default
 */
export function defaultsOf<S extends z.ZodType>(schema: S): z.infer<S> {
  return parse(schema, {}, 'read the defaults of the values');
}

/**
 * Reads merged values strictly: unknown keys, wrong types and keys that an overlay took away by `null` are all reported
 * at once. (zod alone would fill such a key with its default again, where Helm finds it missing.) A map `global` is left
 * out: Helm hands it to every chart within a chart, whether that chart knows it or not.
 *
 * @param values defaults with every overlay merged in
 * @param doing for the error: `read the values of environment minikube`
 * @param refuse values that other values rule out
 * @throws {ManifestError} `BAD_VALUES`
 */
export function parseValues<S extends z.ZodType>(
  schema: S,
  values: unknown,
  doing: string,
  refuse: readonly Refusal[] = [],
): z.infer<S> {
  const given = withoutGlobal(values);
  const refused = refuse.flatMap((rule) => refusedIssue(rule, given));
  const result = schema.safeParse(given);
  if (!result.success) throw badValues(doing, [...valueIssues(schema, given, result.error.issues), ...refused]);
  const issues = [...removedPaths(result.data, given).map(removedIssue), ...refused];
  if (issues.length > 0) throw badValues(doing, issues);
  return result.data;
}

/** One error for all bad values. */
export function badValues(doing: string, issues: readonly ValueIssue[]): ManifestError {
  const list = issues.map(({ path, value, rule, fix }) => {
    return `${path || 'values'}${value === undefined ? '' : ` is ${JSON.stringify(value)}, but`} ${rule} (${fix})`;
  });
  return new ManifestError(
    'BAD_VALUES',
    { doing, because: list.join('; '), fix: 'correct the values named above' },
    issues,
  );
}

function parse<S extends z.ZodType>(schema: S, values: unknown, doing: string): z.infer<S> {
  const result = schema.safeParse(values);
  if (result.success) return result.data;
  throw badValues(doing, valueIssues(schema, values, result.error.issues));
}

function withoutGlobal(values: unknown): unknown {
  if (!isMap(values) || !isMap(values['global'])) return values;
  const { global: _, ...own } = values;
  return own;
}

function refusedIssue({ when, path, value, because }: Refusal, values: unknown): readonly ValueIssue[] {
  if (valueAt(values, when.path) !== when.is || valueAt(values, path) !== value) return [];
  return [
    {
      path: path.join('.'),
      ...(isSecret(path) ? {} : { value }),
      rule: `must not have this value where ${when.path.join('.')} is ${JSON.stringify(when.is)}: ${because}`,
      fix: `give ${path.join('.')} a value of its own, or another ${when.path.join('.')}`,
    },
  ];
}

/** Keys that parsing brought back, although the values no longer had them. */
function removedPaths(parsed: unknown, given: unknown, path: readonly string[] = []): readonly string[] {
  if (!isMap(parsed) || !isMap(given)) return [];
  return Object.keys(parsed).flatMap((key) => {
    const at = [...path, key];
    return key in given ? removedPaths(parsed[key], given[key], at) : [at.join('.')];
  });
}

function removedIssue(path: string): ValueIssue {
  return { path, rule: 'must have a value', fix: 'leave the key out to get its default; null takes it away' };
}
