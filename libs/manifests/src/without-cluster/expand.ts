/**
 * Puts the texts of variables where `$(NAME)` stands, as Kubernetes does: what it does not know stays, `$$` is one `$`.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (all, name?: string) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? (variables[name] ?? all) : all;
  });
}

/** The variables that stand in a text as `$(NAME)`. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$(?:\$|\(([^)]*)\))/g)].flatMap(([, name]) => name ?? []);
}
