/** A download that did not come to its end: to be gone on with, or removed. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { UnfinishedModel } from '../../contract/modelsWorker.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { t } from '../../kit/language/t.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { ModelRow } from './ModelRow.tsx';
import { download, useModels } from './modelStore.ts';
import { modelBytes, originText } from './modelText.ts';
import { RemoveDialog } from './RemoveDialog.tsx';

export function UnfinishedRow({ unfinished: { model, doneBytes } }: { unfinished: UnfinishedModel }) {
  const busy = useModels(({ task }) => task !== null);
  const [removing, setRemoving] = useState(false);
  const there = t('{done} of {total} are there', { done: sizeText(doneBytes), total: sizeText(modelBytes(model)) });
  return (
    <ModelRow name={model.name} facts={`${there} · ${originText(model.origin)}`}>
      <Button
        disabled={busy}
        aria-label={t('Go on with {name}', { name: model.name })}
        onClick={() => void download(model)}
      >
        {t('Go on')}
      </Button>
      <IconButton name={t('Remove {name}', { name: model.name })} onClick={() => setRemoving(true)}>
        <Trash2 aria-hidden size={16} />
      </IconButton>
      {removing && <RemoveDialog model={model} doneBytes={doneBytes} onClose={() => setRemoving(false)} />}
    </ModelRow>
  );
}
