/** The expert settings that runs of every method have: how they are repeated, kept and watched. */
import { NumberField } from '../../components/NumberField.tsx';
import type { Explanation } from '../../words/explanation.ts';
import { PromptField } from '../drawing/PromptField.tsx';
import { RUN_LABELS } from './settingLabels.ts';

interface RunFieldsProps {
  /** What ties a field to the form by its setting's name. */
  field: (name: keyof typeof RUN_LABELS) => {
    value: string;
    error: string | undefined;
    about: Explanation | undefined;
    onChange: (value: string) => void;
  };
  /** What sample pictures show where nothing else is said. */
  defaultPrompt: string;
}

export function RunFields({ field, defaultPrompt }: RunFieldsProps) {
  return (
    <>
      <NumberField
        label={RUN_LABELS.seed}
        {...field('seed')}
        hint="The same seed, images and settings learn the same."
      />
      <NumberField
        label={RUN_LABELS.checkpointEvery}
        {...field('checkpointEvery')}
        hint="Steps. After a reload or a crash the run goes on from the last one; 0 makes none."
      />
      <NumberField
        label={RUN_LABELS.steadyEvery}
        {...field('steadyEvery')}
        hint="Steps. It is measured on the same noises each time, so it shows what single losses hide; 0 measures none."
      />
      <NumberField
        label={RUN_LABELS.holdOut}
        {...field('holdOut')}
        hint="Images. Those set aside are not learnt from: while the steady loss on them falls, it learns, not copies. 0 sets none aside."
      />
      <NumberField
        label={RUN_LABELS.patience}
        {...field('patience')}
        hint="Measurements of the steady loss on held-out images that were no better; the best is kept. 0 never does."
      />
      <NumberField
        label={RUN_LABELS.sampleEvery}
        {...field('sampleEvery')}
        hint="Steps. Drawn from the same seeds each time; 0 draws none."
      />
      <PromptField
        label={RUN_LABELS.samplePrompt}
        {...field('samplePrompt')}
        hint={`What the sample pictures show; empty for ${defaultPrompt}.`}
        rows={2}
      />
    </>
  );
}
