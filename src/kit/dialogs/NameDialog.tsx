/** Asks for a name. */
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../buttons/Button.tsx';
import { TextField } from '../fields/TextField.tsx';
import { t } from '../language/t.ts';
import { Dialog } from './Dialog.tsx';
import { ownSubmit } from './ownSubmit.ts';

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
  const submit = ownSubmit(() => {
    if (typed.trim() !== '') onName(typed);
  });
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
