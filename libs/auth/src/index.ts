export { AuthError, type AuthErrorCode } from './error.ts';
export { createVerifier, type Identity, type Verifier, type VerifierOptions } from './verifier.ts';
