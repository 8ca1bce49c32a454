/** What a single key does anywhere on the page. */
export type Shortcut = 'add' | 'search' | 'help';

const KEYS = new Map<string, Shortcut>([
  ['n', 'add'],
  ['/', 'search'],
  ['?', 'help'],
]);

/** What of a keyboard event decides. */
interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
}

/** The shortcut that a key means, unless it is one letter of what somebody writes. */
export function shortcutOf(press: Press, isWriting: boolean): Shortcut | undefined {
  if (isWriting || press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey) return undefined;
  return KEYS.get(press.key);
}
