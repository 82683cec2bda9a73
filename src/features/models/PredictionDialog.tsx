/** Says by hand what a model predicts, where its files don't, or say it wrongly. */
import { useState } from 'react';
import { Prediction, type StoredModel } from '../../contract/models.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { PREDICTIONS } from '../drawing/settings/predictions.ts';
import { MODEL_HELP } from './modelHelp.ts';
import { predictAs } from './modelStore.ts';

/** Leaves it to the model's own files. */
const AS_FILES_SAY = 'files';

const OPTIONS = [
  { value: AS_FILES_SAY, name: 'What its files say' },
  ...Prediction.options.map((value) => ({ value, name: `It predicts ${PREDICTIONS[value]}` })),
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
      title={`What ${model.name} predicts`}
      description={
        <p>
          {open
            ? 'It is open, and is opened anew with this once what is running is done. Its files stay as they are.'
            : 'Takes effect when the model is opened the next time. Its files stay as they are.'}
        </p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" onClick={confirm}>
            Keep this
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <SelectField
        label="Prediction"
        about={MODEL_HELP.prediction}
        value={chosen}
        onChange={setChosen}
        options={OPTIONS}
      />
    </Dialog>
  );
}
