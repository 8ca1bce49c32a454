import type { Locale } from './locale.ts';

/** A text for each plural form that the languages of ours have. */
export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** Puts values in the place of `{name}`; a name without a value stays as it is. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The form for this number, with `{count}` filled in as the language writes numbers. */
export function plural(locale: Locale, forms: PluralForms, count: number): string {
  const form = new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other;
  return fill(form, { count: new Intl.NumberFormat(locale).format(count) });
}
