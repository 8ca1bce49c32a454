/** Words that no variable can be called, and names that every module of ours uses. */
const TAKEN =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield b64 str v when';

/** `todo-app_web.local` → `todoAppWebLocal`; never empty, never starting with a digit. */
export function camelCase(text: string): string {
  const [first = '', ...more] = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const head = /^[A-Z0-9]+$/.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  const tail = more.map((word) => {
    const rest = /^[A-Z0-9]+$/.test(word) ? word.slice(1).toLowerCase() : word.slice(1);
    return word.charAt(0).toUpperCase() + rest;
  });
  const name = [head, ...tail].join('');
  return /^[a-z]/.test(name) ? name : `_${name}`;
}

/** `todo.local/web` → `todo-local-web`, as file names are. */
export function kebabCase(text: string): string {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '').join('-') || 'other';
}

/** `todo-secrets.apiKey` → `TODO_SECRETS_API_KEY`, as environment variables are. */
export function upperCase(text: string): string {
  const words = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  const name = words
    .filter((word) => word !== '')
    .join('_')
    .toUpperCase();
  return /^[A-Z]/.test(name) ? name : `_${name}`;
}

/** Gives each wanted name, with a number behind it where it is taken already. */
export function nameGiver(taken: readonly string[] = []): (wanted: string) => string {
  const names = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let count = 2; names.has(name); count += 1) name = `${wanted}${count}`;
    names.add(name);
    return name;
  };
}

/** The same for variables. */
export function variableGiver(taken: readonly string[] = []): (wanted: string) => string {
  return nameGiver([...TAKEN.split(' '), ...taken]);
}
