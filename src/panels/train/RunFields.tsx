/** The expert settings that runs of every method have: how they are repeated, kept and watched. */

import type { InversionSettings, LoraSettings } from '../../../workers/protocol.ts';
import { NumberField } from '../../components/NumberField.tsx';
import type { Explanation } from '../../words/explanation.ts';
import { PromptField } from '../drawing/PromptField.tsx';

interface RunFieldsProps {
  /** What ties a field to the form by its setting's name. */
  field: (name: keyof LoraSettings & keyof InversionSettings) => {
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
      <NumberField label="Seed" {...field('seed')} hint="The same seed, images and settings learn the same." />
      <NumberField
        label="Checkpoint every"
        {...field('checkpointEvery')}
        hint="Steps. After a reload or a crash the run goes on from the last one; 0 makes none."
      />
      <NumberField
        label="Steady loss every"
        {...field('steadyEvery')}
        hint="Steps. It is measured on the same noises each time, so it shows what single losses hide; 0 measures none."
      />
      <NumberField
        label="Hold out one of"
        {...field('holdOut')}
        hint="Images. Those set aside are not learnt from: while the steady loss on them falls, it learns, not copies. 0 sets none aside."
      />
      <NumberField
        label="Sample pictures every"
        {...field('sampleEvery')}
        hint="Steps. Drawn from the same seeds each time; 0 draws none."
      />
      <PromptField
        label="Sample prompt"
        {...field('samplePrompt')}
        hint={`What the sample pictures show; empty for ${defaultPrompt}.`}
        rows={2}
      />
    </>
  );
}
