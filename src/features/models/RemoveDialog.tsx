/** Asks before gigabytes go that took long to come. */
import type { StoredModel } from '../../contract/models.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { t } from '../../kit/language/t.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import { remove } from './modelStore.ts';
import { modelBytes } from './modelText.ts';

interface RemoveDialogProps {
  model: StoredModel;
  /** What of it is there; left out where that is all of it. */
  doneBytes?: number;
  onClose: () => void;
}

export function RemoveDialog({ model, doneBytes = modelBytes(model), onClose }: RemoveDialogProps) {
  const confirm = () => {
    onClose();
    void remove(model);
  };
  return (
    <Dialog
      title={t('Remove {name}?', { name: model.name })}
      description={
        <p>
          {t('{size} are freed. Adapters that were trained on it stay, and work again once the model is back.', {
            size: sizeText(doneBytes),
          })}
        </p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onClick={confirm}>
            {t('Remove')}
          </Button>
          <Button onClick={onClose}>{t('Keep it')}</Button>
        </>
      }
    />
  );
}
