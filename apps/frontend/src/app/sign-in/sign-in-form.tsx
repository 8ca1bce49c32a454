'use client';

import type { JSX } from 'react';

import { signIn } from '../../account/client/account.ts';
import type { AccountMessages } from '../../i18n/messages.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormProblem } from '../form-problem.tsx';
import styles from '../account-pages.module.css';
import { PasswordField } from '../password-field.tsx';
import { useAccountForm } from '../use-account-form.ts';

/** Email and password; leads to `next`, which the server has checked. */
export function SignInForm({ texts, next }: { readonly texts: AccountMessages; readonly next: string }): JSX.Element {
  const form = useAccountForm('sign-in', async ({ email, password }) => {
    await signIn({ email: email.trim(), password });
    window.location.assign(next);
  });
  const { errors } = form;
  return (
    <form ref={form.ref} className={styles['form']} noValidate action={form.action} onSubmit={form.onSubmit}>
      <FormProblem text={errors.form && texts.errors[errors.form]} />
      <TextField
        label={texts.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={errors.email && texts.errors[errors.email]}
      />
      <PasswordField
        label={texts.password}
        name="password"
        autoComplete="current-password"
        required
        showLabel={texts.showPassword}
        error={errors.password && texts.errors[errors.password]}
      />
      <Button kind="primary" type="submit" aria-disabled={form.busy}>
        {form.busy ? texts.signIn.busy : texts.signIn.submit}
      </Button>
    </form>
  );
}
