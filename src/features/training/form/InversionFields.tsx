/** The settings of a run of textual inversion. */
import type { InversionSettings } from '../../../contract/training.ts';
import { Fold } from '../../../kit/components/Fold.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { MemoryFields } from './MemoryFields.tsx';
import { PresetField } from './PresetField.tsx';
import { RunFields } from './RunFields.tsx';
import styles from './TrainFields.module.css';
import { editInversion } from './trainForm.ts';
import { INVERSION_PRESETS } from './trainPresets.ts';
import { INVERSION, inversionField } from './trainSettings.ts';

interface InversionFieldsProps {
  draft: Draft<InversionSettings>;
  errors: DraftErrors<InversionSettings>;
}

export function InversionFields({ draft, errors }: InversionFieldsProps) {
  const field = inversionField(draft, errors);
  return (
    <>
      <PresetField
        method={INVERSION_PRESETS}
        draft={draft}
        settings={INVERSION}
        onEdit={editInversion}
        whole={Object.keys(errors).length === 0}
      />
      <SettingField {...field('adapterName')} hint={t('Under this name the word is kept in the library.')} />
      <SettingField {...field('placeholder')} />
      <SettingField {...field('initializer')} />
      <div className={styles.pair}>
        <SettingField {...field('steps')} />
        <SettingField {...field('learningRate')} />
        <SettingField {...field('vectors')} />
        <SettingField {...field('batchSize')} />
      </div>
      <p className={styles.course}>{t('More vectors say more, and each takes a place in every prompt.')}</p>
      <SettingField {...field('mirror')} />
      <Fold title={t('Expert settings')}>
        <SettingField {...field('templates')} rows={6} />
        <MemoryFields field={field} />
        <RunFields field={field} defaultPrompt={t('the first of the prompts to learn in')} />
      </Fold>
    </>
  );
}
