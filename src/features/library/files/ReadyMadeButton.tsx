/** Puts the ready-made adapter and word into the library at a press; there while the starter, which they fit, is open. */
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { useLibrary } from '../libraryStore.ts';
import { addReadyMade } from './readyMade.ts';
import { missingReadyMade } from './readyMadeFiles.ts';

export function ReadyMadeButton() {
  const library = useLibrary();
  const onStarter = useStudio(({ opening }) => opening.state === 'ready' && opening.model.ref.kind === 'starter');
  const [adding, setAdding] = useState(false);
  if (!library.loaded || !onStarter || missingReadyMade(library).length === 0) return null;
  const add = () => {
    setAdding(true);
    void addReadyMade().finally(() => setAdding(false));
  };
  return (
    <Button onClick={add} disabled={adding}>
      {t('Use ready-made weights')}
    </Button>
  );
}
