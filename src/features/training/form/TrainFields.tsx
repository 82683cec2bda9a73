/** The settings of a LoRA run. */
import type { LoraSettings } from '../../../contract/training.ts';
import { Fold } from '../../../kit/components/Fold.tsx';
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { NumberField } from '../../../kit/fields/NumberField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { PromptField } from '../../drawing/fields/PromptField.tsx';
import { KeptClassImages } from '../classImages/KeptClassImages.tsx';
import { OwnClassImages } from '../classImages/OwnClassImages.tsx';
import { QuickClassImages } from '../classImages/QuickClassImages.tsx';
import { LoraStepFields } from './LoraStepFields.tsx';
import { LoraWatchFields } from './LoraWatchFields.tsx';
import { loraField } from './loraField.ts';
import { PresetField } from './PresetField.tsx';
import { RunFields } from './RunFields.tsx';
import { LORA_LABELS } from './settingLabels.ts';
import styles from './TrainFields.module.css';
import { editLora } from './trainForm.ts';
import { LORA_PRESETS } from './trainPresets.ts';

interface TrainFieldsProps {
  draft: Draft<LoraSettings>;
  errors: DraftErrors<LoraSettings>;
}

export function TrainFields({ draft, errors }: TrainFieldsProps) {
  const field = loraField(draft, errors);
  return (
    <>
      <PresetField method={LORA_PRESETS} draft={draft} labels={LORA_LABELS} onEdit={editLora} />
      <TextField {...field('adapterName')} hint="Under this name it is kept in the library." />
      <PromptField
        {...field('instancePrompt')}
        hint="Describes your photographs; sks is the rare word that comes to mean your fabric."
        rows={2}
      />
      <PromptField {...field('classPrompt')} hint="The kind of thing your fabric is one of." rows={2} />
      <div className={styles.pair}>
        <NumberField {...field('steps')} />
        <NumberField {...field('rank')} />
        <NumberField {...field('classImages')} />
        <NumberField {...field('learningRate')} step="any" />
      </div>
      <p className={styles.course}>
        Class images are drawn first, or taken from earlier runs, and keep the class from drifting; 0 turns that off.
      </p>
      <QuickClassImages field={field} />
      <OwnClassImages field={field} />
      <KeptClassImages />
      <Fold title="Expert settings">
        <LoraStepFields field={field} rank={draft.rank} />
        <FieldGroup title="Watching">
          <RunFields field={field} defaultPrompt="the instance prompt" />
          <LoraWatchFields field={field} />
        </FieldGroup>
      </Fold>
    </>
  );
}
