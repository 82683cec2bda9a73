/** One stored model: to be used, checked or removed. */
import { ShieldCheck, Trash2, Waves } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { StoredModel } from '../../contract/models.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { t } from '../../kit/language/t.ts';
import { abandonOpening, switchModel } from '../../session/studioStore.ts';
import { ModelRow } from './ModelRow.tsx';
import styles from './Models.module.css';
import { askPrediction, check, useModels } from './modelStore.ts';
import { modelFacts, taskText } from './modelText.ts';
import { PredictionDialog } from './PredictionDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { useModelState } from './useModelState.ts';

async function checkFiles(model: StoredModel): Promise<void> {
  if (await check(model)) toast(t('All files of “{name}” are whole.', { name: model.name }));
}

export function StoredRow({ model }: { model: StoredModel }) {
  const { id, name } = model;
  const state = useModelState({ kind: 'stored', id });
  const task = useModels((models) => models.task);
  const [removing, setRemoving] = useState(false);
  const asked = useModels((models) => models.asked === id);
  const checking = task?.kind === 'check' && task.id === id ? task : null;
  return (
    <ModelRow name={name} facts={checking ? taskText(checking) : modelFacts(model)} state={state}>
      {checking && (
        <>
          <ProgressBar
            label={t('Checking {name}', { name })}
            fraction={checking.progress && checking.progress.doneBytes / checking.progress.totalBytes}
            className={styles.bar}
          />
          <Button kind="quiet" onClick={checking.cancel}>
            {t('Cancel')}
          </Button>
        </>
      )}
      {!checking && state === undefined && (
        <Button
          aria-label={t('Use {name}', { name })}
          onClick={() => void switchModel({ ref: { kind: 'stored', id }, name })}
        >
          {t('Use this model')}
        </Button>
      )}
      {state === 'opening' && (
        <Button aria-label={t('Open the starter instead')} onClick={abandonOpening}>
          {t('Cancel')}
        </Button>
      )}
      {task === null && (
        <IconButton name={t('Check the files of {name}', { name })} onClick={() => void checkFiles(model)}>
          <ShieldCheck aria-hidden size={16} />
        </IconButton>
      )}
      {!checking && (state === undefined || state === 'open') && (
        <IconButton name={t('What {name} predicts', { name })} onClick={() => askPrediction(id)}>
          <Waves aria-hidden size={16} />
        </IconButton>
      )}
      {!checking && state === undefined && (
        <IconButton name={t('Remove {name}', { name })} onClick={() => setRemoving(true)}>
          <Trash2 aria-hidden size={16} />
        </IconButton>
      )}
      {asked && <PredictionDialog model={model} open={state === 'open'} onClose={() => askPrediction(null)} />}
      {removing && <RemoveDialog model={model} onClose={() => setRemoving(false)} />}
    </ModelRow>
  );
}
