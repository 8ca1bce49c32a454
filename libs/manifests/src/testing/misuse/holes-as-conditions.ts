import { not } from '../../hole/build.ts';
import type { Expr } from '../../hole/expr.ts';

/**
 * Mistakes that neither the type checker nor the run sees, as a hole is an object and an object is true: only lint does.
 * `lint.test.ts` makes sure that each of these comments hides one.
 */
export function mistakes(hole: Expr<boolean>, text: Expr<string>): readonly (() => unknown)[] {
  return [
    // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
    () => (hole ? 'yes' : 'no'),
    // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
    () => !hole,
    // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
    () => hole && 'yes',
    // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
    () => text || 'no text',
    // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
    () => [1].filter(() => not(hole)),
    () => {
      // oxlint-disable-next-line typescript/strict-boolean-expressions -- the mistake itself
      if (hole) return 'yes';
      return 'no';
    },
  ];
}
