/** The expert settings of a LoRA's steps: which layers learn, from which samples, and how far they move. */
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { t } from '../../../kit/language/t.ts';
import { MemoryFields } from './MemoryFields.tsx';
import styles from './TrainFields.module.css';
import type { LoraField } from './trainSettings.ts';

export function LoraStepFields({ field, rank }: { field: LoraField; rank: string }) {
  return (
    <>
      <FieldGroup title={t('What is trained')}>
        <SettingField {...field('targets')} />
        <SettingField {...field('upBlocksOnly')} />
        <SettingField {...field('loraAlpha')} placeholder={t('as the rank: {rank}', { rank })} />
        <SettingField {...field('priorFrom')} />
        <SettingField {...field('priorWeight')} />
      </FieldGroup>
      <FieldGroup title={t('Samples')}>
        <div className={styles.pair}>
          <SettingField {...field('batchSize')} />
          <SettingField {...field('accumulation')} />
        </div>
        <SettingField {...field('mirror')} />
        <SettingField {...field('captionDropout')} />
        <SettingField {...field('minSnrGamma')} />
        <SettingField {...field('noiseOffset')} />
      </FieldGroup>
      <MemoryFields field={field}>
        <SettingField {...field('microBatches')} />
      </MemoryFields>
      <FieldGroup title={t('Optimizer')}>
        <SettingField {...field('schedule')} />
        <SettingField {...field('warmupSteps')} />
        <SettingField {...field('emaDecay')} />
        <div className={styles.pair}>
          <SettingField {...field('maxGradientNorm')} />
          <SettingField {...field('weightDecay')} />
        </div>
        <div className={styles.pair}>
          <SettingField {...field('beta1')} />
          <SettingField {...field('beta2')} />
        </div>
        <SettingField {...field('epsilon')} />
      </FieldGroup>
    </>
  );
}
