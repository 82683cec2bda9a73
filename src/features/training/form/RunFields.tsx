/** The expert settings that runs of every method have: how they are repeated, kept and watched. */
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { t } from '../../../kit/language/t.ts';
import { useDataset } from '../../dataset/datasetStore.ts';
import { PromptField } from '../../drawing/fields/PromptField.tsx';
import { holdOutWarning, patienceWarning } from './runWarnings.ts';
import type { RunField } from './trainSettings.ts';

interface RunFieldsProps {
  field: RunField;
  /** What sample pictures show where nothing else is said. */
  defaultPrompt: string;
}

export function RunFields({ field, defaultPrompt }: RunFieldsProps) {
  const images = useDataset((state) => state.images.length + state.reading.length);
  const watched = { holdOut: field('holdOut').value, patience: field('patience').value };
  return (
    <>
      <SettingField {...field('seed')} />
      <SettingField {...field('checkpointEvery')} />
      <SettingField {...field('evalEvery')} />
      <SettingField {...field('holdOut')} warning={holdOutWarning(watched, images)} />
      <SettingField {...field('patience')} warning={patienceWarning(watched, images)} />
      <SettingField {...field('sampleEvery')} />
      <PromptField
        {...field('samplePrompt')}
        hint={t('What the sample pictures show; empty for {defaultPrompt}.', { defaultPrompt })}
        rows={2}
      />
    </>
  );
}
