import { expect, test } from 'vitest';
import shapes from '../src/checks/shapes.json' with { type: 'json' };
import { makeShapes } from './make-shapes.ts';

test('the committed shapes are those of the installed kubernetes-models', { timeout: 60_000 }, () => {
  expect(shapes).toEqual(makeShapes());
});
