/** One rule of the architecture: what a project with this tag may depend on. */
export interface Constraint {
  readonly tag: string;
  readonly mayUse: readonly string[];
}

const libraries = ['type:domain', 'type:storage', 'type:service', 'type:core', 'type:engine'];

/**
 * Which way imports point. Nothing imports an app, the plugin or `deploy`, which
 * only tests look at; the Todo libraries never see Kubernetes and
 * the product libraries never see Todo or Nx. An image project is used by the `FROM` line of a Dockerfile only.
 */
export const constraints: readonly Constraint[] = [
  { tag: 'type:ui', mayUse: ['type:domain', 'type:service', 'type:image', 'type:testing'] },
  { tag: 'type:app', mayUse: ['type:domain', 'type:storage', 'type:service', 'type:image', 'type:testing'] },
  { tag: 'type:domain', mayUse: [] },
  { tag: 'type:storage', mayUse: ['type:domain', 'type:testing'] },
  { tag: 'type:testing', mayUse: [] },
  { tag: 'type:service', mayUse: [] },
  { tag: 'type:core', mayUse: ['type:core'] },
  { tag: 'type:engine', mayUse: ['type:core', 'type:engine'] },
  { tag: 'type:plugin', mayUse: ['type:core', 'type:engine'] },
  { tag: 'type:deploy', mayUse: ['type:core'] },
  { tag: 'type:image', mayUse: ['type:image', 'type:service'] },
  { tag: 'type:check', mayUse: [...libraries, 'type:testing', 'type:deploy', 'type:check'] },
];
