import { cookies } from 'next/headers';

import { THEME_COOKIE, themeOf } from './theme.ts';
import type { Theme } from './theme.ts';

/** The theme of who asks. */
export async function requestTheme(): Promise<Theme> {
  return themeOf((await cookies()).get(THEME_COOKIE)?.value);
}
