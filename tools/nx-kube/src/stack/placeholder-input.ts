import type { Stack, StackInput } from '@nx-kube/manifests';

/**
 * Input that evaluates a stack without anybody's secrets: where only its shape matters, as for its namespace or the
 * checks. Pure.
 *
 * @param images project → reference; projects without one get a reference that exists nowhere
 */
export function placeholderInput(
  stack: Stack,
  environment: string,
  images: Readonly<Record<string, string>> = {},
): StackInput {
  const missing = stack.images.map((project) => [project, `${project}:0000000000000000`] as const);
  const secrets = stack.secrets.specs.map(
    ({ value, generate, required }) =>
      // A URL passes for any text, and for the address of a database.
      [value, generate || required ? 'placeholder-placeholder-placeholder' : ''] as const,
  );
  return {
    environment,
    images: { ...Object.fromEntries(missing), ...images },
    secrets: Object.fromEntries(secrets.filter(([, value]) => value !== '')),
  };
}
