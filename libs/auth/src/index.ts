export { AuthError, type AuthErrorCode } from './error.ts';
export { createVerifier, type Identity, type Verifier } from './verifier.ts';
