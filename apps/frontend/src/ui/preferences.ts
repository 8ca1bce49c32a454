import { isLocale, LOCALE_COOKIE } from '../i18n/locale.ts';
import { TIME_ZONE_COOKIE } from '../i18n/time-zone.ts';
import { isTimeZone } from '../i18n/zoned.ts';
import { THEME_COOKIE, THEMES } from './theme.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** `Set-Cookie` values for the preferences in a form; what is no preference of ours is left out. */
export function preferenceCookies(form: URLSearchParams, secure: boolean): string[] {
  const theme = form.get('theme');
  const locale = form.get('locale');
  const timeZone = form.get('time_zone');
  const chosen: [name: string, value: string][] = [];
  if (THEMES.some((known) => known === theme)) chosen.push([THEME_COOKIE, `${theme}`]);
  if (isLocale(locale)) chosen.push([LOCALE_COOKIE, locale]);
  if (timeZone !== null && isTimeZone(timeZone)) chosen.push([TIME_ZONE_COOKIE, encodeURIComponent(timeZone)]);
  const attributes = `Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return chosen.map(([name, value]) => `${name}=${value}; ${attributes}`);
}

/**
 * Where to go after a form of ours was sent: back to its page. Path and query only, whatever the address says of its host; `/` when
 * it says nothing.
 */
export function returnPath(referer: string | null): string {
  if (referer === null || !URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return localPath(pathname + search);
}

/** `path` when it leads to a page of this origin, else `/`: an address is anybody's to write. */
export function localPath(path: string | null | undefined): string {
  // Any origin will do to see whether a path leaves it, as `//host`, `/\\host` and `/<tab>/host` do.
  const here = 'http://here.invalid';
  if (!path?.startsWith('/') || !URL.canParse(path, here)) return '/';
  const { origin, pathname, search, hash } = new URL(path, here);
  // `/.//host` stays here, and comes out as `//host`.
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
