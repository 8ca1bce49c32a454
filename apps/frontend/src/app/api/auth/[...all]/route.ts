import { answerAccounts } from '../../../../account/server/answer.ts';

/** `/api/auth/…`: sign-up, sign-in, sessions, tokens and the keys that verify them. */
export { answerAccounts as GET, answerAccounts as POST };
