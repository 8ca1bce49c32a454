import { accounts } from '../../../../account/server/accounts.ts';
import { answer } from '../../../../account/server/answer.ts';

/** `/api/auth/…`: sign-up, sign-in, sessions, tokens and the keys that verify them. */
async function answerAccounts(request: Request): Promise<Response> {
  return answer(accounts(), request);
}

export { answerAccounts as GET, answerAccounts as POST };
