import { ManifestError } from '../error.ts';

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Refuses a name that cannot be that of a component: its objects, its pods' label and its host carry it, so it must be
 * a DNS label, and be known without values.
 *
 * @param what the component in a message: `worker`
 * @param max longest name; Kubernetes adds to some
 * @throws {ManifestError} `BAD_COMPONENT`
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export function checkComponentName(what: string, name: unknown, max = 63): void {
  if (typeof name === 'string' && name.length <= max && DNS_LABEL.test(name)) return;
  const literal = typeof name === 'string';
  throw new ManifestError('BAD_COMPONENT', {
    doing: `make the ${what} ${literal ? JSON.stringify(name) : 'of a name that is no text'}`,
    because: literal ? 'its name is no DNS label' : 'names of components must be literal: other objects refer to them',
    fix: literal
      ? `use lower-case letters, digits and "-", at most ${max}, with a letter or digit at both ends`
      : 'write the name as plain text, not as a hole',
  });
}
