/** The expert settings that runs of every method have: how they are repeated, kept and watched. */
import { NumberField } from '../../../kit/fields/NumberField.tsx';
import { PromptField } from '../../drawing/fields/PromptField.tsx';
import type { RunField } from './runField.ts';

interface RunFieldsProps {
  field: RunField;
  /** What sample pictures show where nothing else is said. */
  defaultPrompt: string;
}

export function RunFields({ field, defaultPrompt }: RunFieldsProps) {
  return (
    <>
      <NumberField {...field('seed')} hint="The same seed, images and settings learn the same." />
      <NumberField
        {...field('checkpointEvery')}
        hint="Steps. After a reload or a crash the run goes on from the last one; 0 makes none."
      />
      <NumberField
        {...field('evalEvery')}
        hint="Steps. It is measured on the same noises each time, so it shows what single losses hide; 0 measures none."
      />
      <NumberField
        {...field('holdOut')}
        hint="Images. Those set aside are not learnt from: while the steady loss on them falls, it learns, not copies. 0 sets none aside."
      />
      <NumberField
        {...field('patience')}
        hint="Measurements of the steady loss on held-out images that were no better; the best is kept. 0 never does."
      />
      <NumberField {...field('sampleEvery')} hint="Steps. Drawn from the same seeds each time; 0 draws none." />
      <PromptField
        {...field('samplePrompt')}
        hint={`What the sample pictures show; empty for ${defaultPrompt}.`}
        rows={2}
      />
    </>
  );
}
