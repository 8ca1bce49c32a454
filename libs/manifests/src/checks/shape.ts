/**
 * What fields Kubernetes objects have. A form is one of `string integer boolean quantity intOrString any`, `=A|B` for
 * one of these texts, `[]form` for a list, `{}form` for a map with free keys, else the name of a type.
 */
export interface Shapes {
  /** `apps/v1 Deployment` → name of its type */
  readonly kinds: Readonly<Record<string, string>>;
  /** Type → field → form; a field that must be there ends in `!`. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
