/** Says by hand what a model predicts, where its files don't, or say it wrongly. */
import { useState } from 'react';
import { Prediction, type StoredModel } from '../../contract/models.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { t } from '../../kit/language/t.ts';
import { PREDICTIONS } from '../drawing/settings/predictions.ts';
import { MODEL_HELP } from './modelHelp.ts';
import { predictAs } from './modelStore.ts';

/** Leaves it to the model's own files. */
const AS_FILES_SAY = 'files';

const options = () => [
  { value: AS_FILES_SAY, name: t('What its files say') },
  ...Prediction.options.map((value) => ({
    value,
    name: t('It predicts {prediction}', { prediction: t(PREDICTIONS[value]) }),
  })),
];

interface PredictionDialogProps {
  model: StoredModel;
  /** Whether it is the model that is open. */
  open: boolean;
  onClose: () => void;
}

export function PredictionDialog({ model, open, onClose }: PredictionDialogProps) {
  const [chosen, setChosen] = useState<string>(model.prediction ?? AS_FILES_SAY);
  const confirm = () => {
    onClose();
    void predictAs(model, Prediction.safeParse(chosen).data ?? null);
  };
  return (
    <Dialog
      title={t('What {name} predicts', { name: model.name })}
      description={
        <p>
          {open
            ? t('It is open, and is opened anew with this once what is running is done. Its files stay as they are.')
            : t('Takes effect when the model is opened the next time. Its files stay as they are.')}
        </p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onClick={confirm}>
            {t('Keep this')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <SelectField
        label={t('Prediction')}
        about={MODEL_HELP.prediction}
        value={chosen}
        onChange={setChosen}
        options={options()}
      />
    </Dialog>
  );
}
