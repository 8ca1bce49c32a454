import { expect, test } from 'vitest';
import { apiError } from './api-error.ts';

const refused = (status: number, body: unknown, secret = false): ReturnType<typeof apiError> =>
  apiError({ doing: 'apply it', status, body, secret });
const status = (message: string, rest: object = {}): object => ({ kind: 'Status', message, ...rest });

test.each([
  ['UNAUTHORIZED', 401, status('Unauthorized')],
  ['FORBIDDEN', 403, status('deployments.apps is forbidden: User "nobody" cannot patch')],
  ['NOT_FOUND', 404, status('namespaces "x" not found')],
  ['ALREADY_EXISTS', 409, status('already exists', { reason: 'AlreadyExists' })],
  ['CONFLICT', 409, status('the object has been modified', { reason: 'Conflict' })],
  [
    'FIELD_CONFLICT',
    409,
    status('conflict with "kubectl"', {
      reason: 'Conflict',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas' }] },
    }),
  ],
  ['INVALID', 400, status('strict decoding error')],
  ['INVALID', 422, status('is invalid')],
  ['INVALID', 500, status('failed to create typed patch object: .spec.x: field not declared in schema')],
  ['TOO_LARGE', 413, 'Request entity too large'],
  ['WEBHOOK_DOWN', 500, status('Internal error occurred: failed calling webhook "x": connection refused')],
  ['THROTTLED', 429, status('too many requests')],
  ['API_FAILED', 502, '<html>bad gateway</html>'],
  ['UNEXPECTED_ANSWER', 302, undefined],
])('%s is what %i means', (code, http, body) => {
  expect(refused(http, body)).toMatchObject({ code, status: http, doing: 'apply it' });
});

test.each([
  [
    'an invalid value',
    status('data[key]: Invalid value: "hunter2"', {
      details: { causes: [{ field: 'data[key]', reason: 'FieldValueInvalid' }] },
    }),
  ],
  ['no causes', status('cannot use "hunter2"', { reason: 'BadRequest' })],
  ['plain text', 'hunter2'],
])('the words about a Secret hold no value: %s', (_, body) => {
  const error = refused(422, body, true);
  expect(error.message).not.toContain('hunter2');
  expect(JSON.stringify(error)).not.toContain('hunter2');
});

test('what a Secret lacks is still named', () => {
  const causes = [{ field: 'data[tls.crt]', reason: 'FieldValueRequired', message: 'Required value' }];
  expect(refused(422, status('is invalid', { details: { causes } }), true).because).toContain('data[tls.crt]');
});
