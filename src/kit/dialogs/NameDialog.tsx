/** Asks for a name. */
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../buttons/Button.tsx';
import { TextField } from '../fields/TextField.tsx';
import { t } from '../language/t.ts';
import { Dialog } from './Dialog.tsx';

interface NameDialogProps {
  title: string;
  description: ReactNode;
  /** The field's. */
  label: string;
  /** What stands in it at first. */
  first?: string;
  /** What the main button says. */
  press?: string;
  onName: (name: string) => void;
  onClose: () => void;
}

export function NameDialog({
  title,
  description,
  label,
  first = '',
  press = t('Save'),
  onName,
  onClose,
}: NameDialogProps) {
  const [typed, setTyped] = useState(first);
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog lies within its panel, whose own form must not hear of it.
    event.stopPropagation();
    if (typed.trim() !== '') onName(typed);
  };
  return (
    <Dialog
      title={title}
      description={description}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" type="submit" form={form} disabled={typed.trim() === ''}>
            {press}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextField label={label} value={typed} onChange={setTyped} />
      </form>
    </Dialog>
  );
}
