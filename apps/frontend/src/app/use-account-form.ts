import { useEffect, useRef, useState } from 'react';
import type { FormEvent, RefObject } from 'react';

import { checkFields, refusalErrors } from './account-form.ts';
import type { AccountField, AccountFormErrors } from './account-form.ts';

/** A form of the account. */
export interface AccountForm {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly errors: AccountFormErrors;
  readonly busy: boolean;
  readonly onSubmit: (event: FormEvent) => void;
  /** For a form that is sent before React has taken over: React keeps it and sends it then. */
  readonly action: (data: FormData) => void;
}

/** Checks, sends, and tells what is wrong beside its field; the first of these gets the focus. */
export function useAccountForm(
  kind: Parameters<typeof refusalErrors>[1],
  send: (values: Record<AccountField, string>) => Promise<void>,
): AccountForm {
  const ref = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<AccountFormErrors>({});
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    ref.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]')?.focus();
  }, [errors]);

  async function submit(data: FormData): Promise<void> {
    const fields = Object.fromEntries(
      Array.from(data, ([name, value]) => [name, typeof value === 'string' ? value : '']),
    ) as Record<AccountField, string>;
    const wrong = checkFields(fields);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      await send(fields);
      // The other forms lead to another page, and are not to be sent again meanwhile.
      if (kind === 'change-password') setBusy(false);
    } catch (error) {
      setErrors(refusalErrors(error, kind));
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent): void {
    // Without this React would empty the fields once the action is done, also when something in them is wrong.
    event.preventDefault();
    if (ref.current !== null && !busy) void submit(new FormData(ref.current));
  }

  return { ref, errors, busy, onSubmit, action: (data) => void submit(data) };
}
