/** The expert settings that runs of every method have: how they are repeated, kept and watched. */
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { PromptField } from '../../drawing/fields/PromptField.tsx';
import type { RunField } from './trainSettings.ts';

interface RunFieldsProps {
  field: RunField;
  /** What sample pictures show where nothing else is said. */
  defaultPrompt: string;
}

export function RunFields({ field, defaultPrompt }: RunFieldsProps) {
  return (
    <>
      <SettingField {...field('seed')} />
      <SettingField {...field('checkpointEvery')} />
      <SettingField {...field('evalEvery')} />
      <SettingField {...field('holdOut')} />
      <SettingField {...field('patience')} />
      <SettingField {...field('sampleEvery')} />
      <PromptField
        {...field('samplePrompt')}
        hint={`What the sample pictures show; empty for ${defaultPrompt}.`}
        rows={2}
      />
    </>
  );
}
