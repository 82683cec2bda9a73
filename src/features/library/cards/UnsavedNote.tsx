/** On the card of an item that storage refused, or refused the last change of: says so, and tries again. */
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { t } from '../../../kit/language/t.ts';
import { storeAgain, useLibrary } from '../libraryStore.ts';

const UNSAVED = {
  get message() {
    return t('The browser did not store this as it is here: that is lost when the page closes.');
  },
  get advice() {
    return t('Make room and try again, or export it as a file first.');
  },
};

export function UnsavedNote({ id }: { id: string }) {
  const unsaved = useLibrary((state) => state.unsaved.includes(id));
  const [trying, setTrying] = useState(false);
  if (!unsaved) return null;
  const again = async () => {
    setTrying(true);
    await storeAgain(id);
    setTrying(false);
  };
  return (
    <ErrorNote error={UNSAVED} tone="warning">
      <Button onClick={() => void again()} disabled={trying}>
        {t('Try again')}
      </Button>
    </ErrorNote>
  );
}
