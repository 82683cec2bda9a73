/** Asks what an embedding is to be called whose file's name no word can have. */
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { t } from '../../../kit/language/t.ts';
import type { WordQuestion } from './importState.ts';

export function WordNameDialog({ name, token, reason, answer }: WordQuestion) {
  const [word, setWord] = useState(token);
  const chosen = word.trim();
  return (
    <Dialog
      title={t('What is this word called?')}
      description={<p>{t('{reason} Choose the word by which prompts will use {name}.', { reason, name })}</p>}
      onClose={() => answer(null)}
      actions={
        <>
          <Button kind="main" disabled={chosen === ''} onClick={() => answer(chosen)}>
            {t('Use this word')}
          </Button>
          <Button onClick={() => answer(null)}>{t('Leave it')}</Button>
        </>
      }
    >
      <TextField label={t('Word')} value={word} onChange={setWord} />
    </Dialog>
  );
}
