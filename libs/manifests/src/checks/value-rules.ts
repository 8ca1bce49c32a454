import type { Report } from './issue.ts';

/** Says that a number is too small; anything else is the shape's fault. */
export function atLeast(minimum: number, path: string, value: unknown, report: Report): void {
  if (typeof value !== 'number' || value >= minimum) return;
  const message = minimum === 0 ? 'must not be negative' : `must be ${minimum} at least`;
  report({ path, value, rule: 'values/range', message, fix: `write ${minimum} or more` });
}

/** Says which of several fields are there together, where only one may be; also if none is and one has to be. */
export function oneOf(
  path: string,
  value: Readonly<Record<string, unknown>>,
  { fields, required = false }: { fields: readonly string[]; required?: boolean },
  report: Report,
): void {
  const given = fields.filter((field) => value[field] !== undefined);
  if (given.length === 1 || (given.length === 0 && !required)) return;
  const names = fields.length > 6 ? `${fields.slice(0, 6).join(', ')}…` : fields.join(', ');
  report({
    path,
    rule: 'values/one-of',
    message: given.length === 0 ? `must have one of ${names}` : `has ${given.join(' and ')}, which exclude one another`,
    fix: given.length === 0 ? `add one of ${names}` : `keep one of ${given.join(' and ')}`,
  });
}

/** Says that a port is neither a name nor a number of one. */
export function portOrName(path: string, value: unknown, report: Report): void {
  if (typeof value === 'number' ? value >= 1 && value <= 65_535 : typeof value !== 'string' || isPortName(value))
    return;
  report({
    path,
    value,
    rule: 'values/range',
    message: 'must be a port between 1 and 65535, or the name of one',
    fix: 'write the number of the port, or its name',
  });
}

function isPortName(text: string): boolean {
  return text.length <= 15 && /^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
}
