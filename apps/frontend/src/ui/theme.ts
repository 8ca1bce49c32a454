/** How the pages look: as the system wants it, or as chosen. */
export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** Where the choice is kept; the server reads it, so that the first paint is right. */
export const THEME_COOKIE = 'todo-theme';

/** The theme that a cookie or a form names; `system` when it names none. */
export function themeOf(value: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}
