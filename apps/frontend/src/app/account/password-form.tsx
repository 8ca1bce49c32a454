'use client';

import { useState } from 'react';
import type { JSX } from 'react';

import { changePassword } from '../../account/client/account.ts';
import type { AccountMessages } from '../../i18n/messages.ts';
import { Button } from '../../ui/button.tsx';
import styles from '../account-pages.module.css';
import { FormProblem } from '../form-problem.tsx';
import { PasswordField } from '../password-field.tsx';
import { useAccountForm } from '../use-account-form.ts';

/** The current password and the new one; every other session ends. */
export function PasswordForm(props: {
  readonly texts: AccountMessages;
  readonly email: string;
  /** Called when other sessions have ended. */
  readonly onChanged: () => void;
}): JSX.Element {
  const { texts, email, onChanged } = props;
  const { page } = texts;
  const [changed, setChanged] = useState(false);
  const form = useAccountForm('change-password', async ({ password, newPassword }) => {
    setChanged(false);
    await changePassword({ currentPassword: password, newPassword });
    setChanged(true);
    form.ref.current?.reset();
    onChanged();
  });
  const { errors } = form;
  return (
    <form ref={form.ref} className={styles['form']} noValidate action={form.action} onSubmit={form.onSubmit}>
      <FormProblem text={errors.form && texts.errors[errors.form]} />
      {/* Tells a password manager whose password this is. */}
      <input type="text" name="username" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        label={page.currentPassword}
        name="password"
        autoComplete="current-password"
        required
        showLabel={texts.showPassword}
        error={errors.password && texts.errors[errors.password]}
      />
      <PasswordField
        label={page.newPassword}
        name="newPassword"
        autoComplete="new-password"
        required
        hint={texts.passwordRule}
        showLabel={texts.showPassword}
        error={errors.newPassword && texts.errors[errors.newPassword]}
      />
      <Button kind="primary" type="submit" aria-disabled={form.busy}>
        {form.busy ? page.changing : page.changePassword}
      </Button>
      <p role="status" className={styles['done']}>
        {changed && page.changed}
      </p>
    </form>
  );
}
