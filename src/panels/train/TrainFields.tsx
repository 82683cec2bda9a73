/** The settings of a LoRA run, each with the course's value where the starter's differs. */
import type { LoraSettings } from '../../../workers/protocol.ts';
import { Fold } from '../../components/Fold.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { TextField } from '../../components/TextField.tsx';
import type { Draft, DraftErrors } from '../../stores/draft.ts';
import { COURSE_VALUES } from '../../stores/starterDefaults.ts';
import { editLora } from '../../stores/trainForm.ts';
import { LORA_WORDS } from '../../words/trainingWords.ts';
import { PromptField } from '../drawing/PromptField.tsx';
import { KeptClassImages } from './KeptClassImages.tsx';
import { LoraWatchFields } from './LoraWatchFields.tsx';
import { RunFields } from './RunFields.tsx';
import styles from './TrainFields.module.css';

interface TrainFieldsProps {
  draft: Draft<LoraSettings>;
  errors: DraftErrors<LoraSettings>;
}

export function TrainFields({ draft, errors }: TrainFieldsProps) {
  /** What ties a field to the draft by its name. */
  const field = (name: keyof LoraSettings) => ({
    value: draft[name],
    error: errors[name],
    about: LORA_WORDS[name],
    onChange: (value: string) => editLora({ [name]: value }),
  });
  return (
    <>
      <TextField label="Adapter name" {...field('adapterName')} hint="Under this name it is kept in the library." />
      <PromptField
        label="Instance prompt"
        {...field('instancePrompt')}
        hint="Describes your photographs; sks is the rare word that comes to mean your fabric."
        rows={2}
      />
      <PromptField
        label="Class prompt"
        {...field('classPrompt')}
        hint="The kind of thing your fabric is one of."
        rows={2}
      />
      <div className={styles.pair}>
        <NumberField label="Steps" {...field('steps')} />
        <NumberField label="Rank" {...field('rank')} />
        <NumberField label="Class images" {...field('classImages')} />
        <NumberField label="Learning rate" {...field('learningRate')} step="any" />
      </div>
      <p className={styles.course}>
        Class images are drawn first, or taken from earlier runs, and keep the class from drifting; 0 turns that off.
        For Stable Diffusion 1.5 the course uses a learning rate of {COURSE_VALUES.learningRate}, {COURSE_VALUES.steps}{' '}
        steps and {COURSE_VALUES.classImages} class images. This starter model is far smaller: it takes larger steps and
        fewer of them.
      </p>
      <KeptClassImages />
      <Fold title="Expert settings">
        <NumberField
          label="Prior weight"
          {...field('priorWeight')}
          step="any"
          hint="How much the class images count beside your own."
        />
        <NumberField
          label="LoRA alpha"
          {...field('loraAlpha')}
          step="any"
          placeholder={`as the rank: ${draft.rank}`}
          hint="What was learnt is scaled by alpha / rank. Empty follows the rank."
        />
        <RunFields field={field} defaultPrompt="the instance prompt" />
        <LoraWatchFields field={field} />
      </Fold>
    </>
  );
}
