import { ApplyError } from '../error.ts';
import { isObject } from '../json.ts';

// Names and closed words: never free text, and a report must still be able to tell objects apart.
const plainFields = new Set([
  'ref',
  'type',
  'code',
  'action',
  'state',
  'group',
  'version',
  'kind',
  'namespace',
  'name',
]);

/** Blanks secrets in every text of an event or a report, however deep. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  return deep(value, redact) as T;
}

/** The same error without secrets; what it was caused by is left out, as that may hold them too. */
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof ApplyError)) return error;
  const { code, doing, because, fix, status } = error;
  return new ApplyError(code, {
    doing: redact(doing),
    because: redact(because),
    fix: redact(fix),
    ...(status !== undefined && { status }),
  });
}

function deep(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, plainFields.has(field) ? inner : deep(inner, redact)]),
  );
}
