/** The settings of a run of textual inversion, each with the course's value where the starter's differs. */
import type { InversionSettings } from '../../../workers/protocol.ts';
import { CheckField } from '../../components/CheckField.tsx';
import { Fold } from '../../components/Fold.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { TextField } from '../../components/TextField.tsx';
import type { Draft, DraftErrors } from '../../stores/draft.ts';
import { INVERSION_COURSE_VALUES } from '../../stores/starterDefaults.ts';
import { editInversion } from '../../stores/trainForm.ts';
import { INVERSION_WORDS } from '../../words/trainingWords.ts';
import { RunFields } from './RunFields.tsx';
import styles from './TrainFields.module.css';

interface InversionFieldsProps {
  draft: Draft<InversionSettings>;
  errors: DraftErrors<InversionSettings>;
}

export function InversionFields({ draft, errors }: InversionFieldsProps) {
  /** What ties a field to the draft by its name. */
  const field = (name: keyof InversionSettings) => ({
    value: draft[name],
    error: errors[name],
    about: INVERSION_WORDS[name],
    onChange: (value: string) => editInversion({ [name]: value }),
  });
  return (
    <>
      <TextField label="Name" {...field('adapterName')} hint="Under this name the word is kept in the library." />
      <TextField
        label="Placeholder token"
        {...field('placeholder')}
        hint="The new word, which will mean your fabric in every prompt. Angle brackets keep it apart from words that there are."
      />
      <TextField
        label="Initialiser token"
        {...field('initializer')}
        hint="A word that the model knows and that comes close: the new one starts with its meaning."
      />
      <div className={styles.pair}>
        <NumberField label="Steps" {...field('steps')} />
        <NumberField label="Learning rate" {...field('learningRate')} step="any" />
        <NumberField label="Vectors" {...field('vectors')} />
        <NumberField label="Batch size" {...field('batchSize')} />
      </div>
      <p className={styles.course}>
        More vectors say more, and each takes a place in every prompt. For Stable Diffusion 1.5 the course uses{' '}
        {INVERSION_COURSE_VALUES.vectors} vector, a learning rate of {INVERSION_COURSE_VALUES.learningRate} and{' '}
        {INVERSION_COURSE_VALUES.steps.toLocaleString('en')} steps. This starter model is far smaller: it takes larger
        steps and fewer of them.
      </p>
      <CheckField
        label="Learn from mirror images too"
        {...field('mirror')}
        hint="Each step flips its photograph or not, by chance. Turn it off where left and right matter, as with writing."
      />
      <Fold title="Expert settings">
        <TextField
          label="Prompts to learn in"
          {...field('templates')}
          rows={6}
          hint="One a line, with {} for the word; each step draws one of them. They say nothing about the fabric, so that the word has to."
        />
        <RunFields field={field} defaultPrompt="the first of the prompts to learn in" />
      </Fold>
    </>
  );
}
