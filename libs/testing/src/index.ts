export { addUser } from './add-user.ts';
export { freshUserId, startIssuer, type Issuer, type TokenOptions } from './issuer.ts';
export { startTestPostgres, type TestPostgres } from './postgres.ts';
