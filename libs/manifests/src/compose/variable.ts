/** A name as the beginning of a variable of the shell: `todo-app` → `TODO_APP`. */
export function variable(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
