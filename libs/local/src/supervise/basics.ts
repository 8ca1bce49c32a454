/** What a program needs of the machine. Whatever else a person has set, such as NODE_OPTIONS or a key, is for other programs. */
const BASICS = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'LC_CTYPE'];
/** Without these Windows starts no program well. */
const WINDOWS = 'SystemRoot SystemDrive windir ComSpec PATHEXT TEMP TMP USERPROFILE APPDATA LOCALAPPDATA'.split(' ');

/** The variables of this machine that every process gets. Pure. */
export function basicVariables(environment: Readonly<NodeJS.ProcessEnv>): Readonly<Record<string, string>> {
  const found = [...BASICS, ...WINDOWS].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
