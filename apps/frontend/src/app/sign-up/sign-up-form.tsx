'use client';

import type { JSX } from 'react';

import { signUp } from '../../account/client/account.ts';
import type { AccountMessages } from '../../i18n/messages.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from '../account-pages.module.css';
import { FormProblem } from '../form-problem.tsx';
import { PasswordField } from '../password-field.tsx';
import { useAccountForm } from '../use-account-form.ts';

/** Name, email and password; then one is signed in, and led to `next`. */
export function SignUpForm({ texts, next }: { readonly texts: AccountMessages; readonly next: string }): JSX.Element {
  const form = useAccountForm('sign-up', async ({ name, email, newPassword }) => {
    await signUp({ name: name.trim(), email: email.trim(), password: newPassword });
    window.location.assign(next);
  });
  const { errors } = form;
  return (
    <form ref={form.ref} className={styles['form']} noValidate action={form.action} onSubmit={form.onSubmit}>
      <FormProblem text={errors.form && texts.errors[errors.form]} />
      <TextField
        label={texts.name}
        name="name"
        autoComplete="name"
        maxLength={100}
        required
        dir="auto"
        error={errors.name && texts.errors[errors.name]}
      />
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
        name="newPassword"
        autoComplete="new-password"
        required
        hint={texts.passwordRule}
        showLabel={texts.showPassword}
        error={errors.newPassword && texts.errors[errors.newPassword]}
      />
      <Button kind="primary" type="submit" aria-disabled={form.busy}>
        {form.busy ? texts.signUp.busy : texts.signUp.submit}
      </Button>
    </form>
  );
}
