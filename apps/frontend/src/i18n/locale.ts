/** Languages of the pages; the first is the fallback. */
export const LOCALES = ['en', 'ur'] as const;

/** A language of the pages, as BCP 47 names it. */
export type Locale = (typeof LOCALES)[number];

/** Where the choice is kept. */
export const LOCALE_COOKIE = 'todo-locale';

/** What `cookies()` of Next and `NextRequest.cookies` both offer. */
interface CookieReader {
  get(name: string): { readonly value: string } | undefined;
}

/** What `headers()` of Next and `Request.headers` both offer. */
interface HeaderReader {
  get(name: string): string | null;
}

/** The language that was chosen, else the first of the browser's that we have, else English. */
export function localeOf(cookies: CookieReader, headers: HeaderReader): Locale {
  const chosen = cookies.get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  const wanted = preferredLanguages(headers.get('accept-language') ?? '');
  return wanted.find(isLocale) ?? 'en';
}

/** Whether this is a language that we have. */
export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The direction in which a language is written, for `<html dir>`. */
export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ur' ? 'rtl' : 'ltr';
}

/**
 * Primary languages of an Accept-Language header, best first; those with q=0 are unwanted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
 */
function preferredLanguages(header: string): string[] {
  return header
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find((q) => q !== undefined);
      return { language: tag.toLowerCase().split('-', 1)[0] ?? '', quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
}
