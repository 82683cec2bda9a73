/** The settings of a run of textual inversion. */
import type { InversionSettings } from '../../../contract/training.ts';
import { Fold } from '../../../kit/components/Fold.tsx';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { NumberField } from '../../../kit/fields/NumberField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { INVERSION_HELP } from '../trainingHelp.ts';
import { MemoryFields } from './MemoryFields.tsx';
import { PresetField } from './PresetField.tsx';
import { RunFields } from './RunFields.tsx';
import { INVERSION_LABELS } from './settingLabels.ts';
import styles from './TrainFields.module.css';
import { editInversion } from './trainForm.ts';
import { INVERSION_PRESETS } from './trainPresets.ts';

interface InversionFieldsProps {
  draft: Draft<InversionSettings>;
  errors: DraftErrors<InversionSettings>;
}

export function InversionFields({ draft, errors }: InversionFieldsProps) {
  /** What ties a field to the draft by its name. */
  const field = (name: keyof typeof INVERSION_LABELS) => ({
    label: INVERSION_LABELS[name],
    value: draft[name],
    error: errors[name],
    about: INVERSION_HELP[name],
    onChange: (value: string) => editInversion({ [name]: value }),
  });
  return (
    <>
      <PresetField method={INVERSION_PRESETS} draft={draft} labels={INVERSION_LABELS} onEdit={editInversion} />
      <TextField {...field('adapterName')} hint="Under this name the word is kept in the library." />
      <TextField
        {...field('placeholder')}
        hint="The new word, which will mean your fabric in every prompt. Angle brackets keep it apart from words that there are."
      />
      <TextField
        {...field('initializer')}
        hint="A word that the model knows and that comes close: the new one starts with its meaning."
      />
      <div className={styles.pair}>
        <NumberField {...field('steps')} />
        <NumberField {...field('learningRate')} step="any" />
        <NumberField {...field('vectors')} />
        <NumberField {...field('batchSize')} />
      </div>
      <p className={styles.course}>More vectors say more, and each takes a place in every prompt.</p>
      <CheckField
        {...field('mirror')}
        hint="Each step flips its photograph or not, by chance. Turn it off where left and right matter, as with writing."
      />
      <Fold title="Expert settings">
        <TextField
          {...field('templates')}
          rows={6}
          hint="One a line, with {} for the word; each step draws one of them. They say nothing about the fabric, so that the word has to."
        />
        <MemoryFields field={field} />
        <RunFields field={field} defaultPrompt="the first of the prompts to learn in" />
      </Fold>
    </>
  );
}
