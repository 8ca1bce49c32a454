export { addUser } from './add-user.ts';
export { startFakeOpenAi, type FakeOpenAi } from './fake-open-ai.ts';
export { startIssuer, type Issuer, type TokenOptions } from './issuer.ts';
export { startTestPostgres, type TestPostgres } from './postgres.ts';
