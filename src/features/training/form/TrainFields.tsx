/** The settings of a LoRA run. */
import type { LoraSettings } from '../../../contract/training.ts';
import { Fold } from '../../../kit/components/Fold.tsx';
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { PromptField } from '../../drawing/fields/PromptField.tsx';
import { SUBJECT_TOKEN } from '../../drawing/settings/drawingDefaults.ts';
import { rareWord } from '../../drawing/settings/promptWords.ts';
import { KeptClassImages } from '../classImages/KeptClassImages.tsx';
import { OwnClassImages } from '../classImages/OwnClassImages.tsx';
import { QuickClassImages } from '../classImages/QuickClassImages.tsx';
import { LoraStepFields } from './LoraStepFields.tsx';
import { PresetField } from './PresetField.tsx';
import { RunFields } from './RunFields.tsx';
import { classPromptWarning } from './runWarnings.ts';
import styles from './TrainFields.module.css';
import { editLora } from './trainForm.ts';
import { LORA_PRESETS } from './trainPresets.ts';
import { LORA, loraField } from './trainSettings.ts';

interface TrainFieldsProps {
  draft: Draft<LoraSettings>;
  errors: DraftErrors<LoraSettings>;
}

export function TrainFields({ draft, errors }: TrainFieldsProps) {
  const field = loraField(draft, errors);
  const byClassImages = draft.priorFrom === 'class-images';
  return (
    <>
      <PresetField
        method={LORA_PRESETS}
        draft={draft}
        settings={LORA}
        onEdit={editLora}
        whole={Object.keys(errors).length === 0}
      />
      <SettingField {...field('adapterName')} />
      <PromptField
        {...field('instancePrompt')}
        rows={2}
        word={rareWord(draft.instancePrompt, draft.classPrompt, SUBJECT_TOKEN)}
      />
      <PromptField {...field('classPrompt')} rows={2} warning={classPromptWarning(draft)} />
      <div className={styles.pair}>
        <SettingField {...field('steps')} />
        <SettingField {...field('rank')} />
        {byClassImages && <SettingField {...field('classImages')} />}
        <SettingField {...field('learningRate')} />
      </div>
      <p className={styles.course}>
        {byClassImages
          ? t(
              'Class images are drawn first, or taken from earlier runs, and keep the class from drifting; 0 turns that off.',
            )
          : t('The model’s own prediction keeps the class from drifting; no class images are drawn.')}
      </p>
      {byClassImages && (
        <>
          <QuickClassImages field={field} />
          <OwnClassImages field={field} />
        </>
      )}
      <KeptClassImages />
      <Fold title={t('Expert settings')}>
        <LoraStepFields field={field} rank={draft.rank} />
        <FieldGroup title={t('Watching')}>
          <RunFields field={field} defaultPrompt={t('the instance prompt')} />
          <SettingField {...field('showForgetting')} />
          <SettingField {...field('keepCheckpoints')} />
        </FieldGroup>
      </Fold>
    </>
  );
}
