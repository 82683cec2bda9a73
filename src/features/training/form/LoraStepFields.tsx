/** The expert settings of a LoRA's steps: which layers learn, from which samples, and how far they move. */
import { LORA_TARGETS, SCHEDULES } from '../../../contract/training.ts';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { ChoicesField } from '../../../kit/fields/ChoicesField.tsx';
import { FieldGroup } from '../../../kit/fields/FieldGroup.tsx';
import { NumberField } from '../../../kit/fields/NumberField.tsx';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { listFrom, listText } from '../../../kit/form/draft.ts';
import type { LoraField } from './loraField.ts';
import { MemoryFields } from './MemoryFields.tsx';
import { SCHEDULE_NAMES, TARGET_NAMES } from './settingLabels.ts';
import styles from './TrainFields.module.css';

export function LoraStepFields({ field, rank }: { field: LoraField; rank: string }) {
  return (
    <>
      <FieldGroup title="What is trained">
        <LayersField {...field('targets')} />
        <CheckField
          {...field('upBlocksOnly')}
          hint="The half of the model that works out detail. Quicker and smaller; shapes are learnt less."
        />
        <NumberField
          {...field('loraAlpha')}
          step="any"
          placeholder={`as the rank: ${rank}`}
          hint="What was learnt is scaled by alpha / rank. Empty follows the rank."
        />
        <NumberField {...field('priorWeight')} step="any" hint="How much the class images count beside your own." />
      </FieldGroup>
      <FieldGroup title="Samples">
        <div className={styles.pair}>
          <NumberField {...field('batchSize')} hint="Photographs at a time, and as many class images." />
          <NumberField {...field('accumulation')} hint="Batches that are added up before the model changes." />
        </div>
        <CheckField
          {...field('mirror')}
          hint="Pictures copy single photographs less. Leave it off where left and right matter, as with writing."
        />
        <NumberField
          {...field('captionDropout')}
          step="any"
          hint="How often an image comes without its words, 0 to 1. A little keeps pictures lively at strong guidance."
        />
        <NumberField
          {...field('minSnrGamma')}
          step="any"
          hint="The smaller, the more the broad pattern goes before the finest grain, of class images too; 0 is off."
        />
      </FieldGroup>
      <MemoryFields field={field}>
        <CheckField
          {...field('microBatches')}
          hint="Your photograph and the class image go through the model one after the other. It learns the same."
        />
      </MemoryFields>
      <FieldGroup title="Optimizer">
        <SelectField
          {...field('schedule')}
          options={SCHEDULES.map((value) => ({ value, name: SCHEDULE_NAMES[value] }))}
          hint="A falling rate lets the last pictures settle: finer threads, fewer blotches."
        />
        <NumberField
          {...field('warmupSteps')}
          hint="Steps that grow to the full learning rate, so that no early jump spoils the pictures."
        />
        <NumberField
          {...field('emaDecay')}
          step="any"
          hint="Keeps an average over the last steps, which draws more calmly; 0.99 for some hundred steps, 0 is off."
        />
        <div className={styles.pair}>
          <NumberField {...field('maxGradientNorm')} step="any" hint="Holds back an odd photograph; 0 is off." />
          <NumberField {...field('weightDecay')} step="any" hint="More leaves the fabric fainter." />
        </div>
        <div className={styles.pair}>
          <NumberField {...field('beta1')} step="any" hint="Nearer 1, steps turn more slowly." />
          <NumberField {...field('beta2')} step="any" hint="Lower, steps adapt sooner." />
        </div>
        <NumberField
          {...field('epsilon')}
          step="any"
          hint="Pictures show it only when it is made far larger: then fine detail stops being learnt."
        />
      </FieldGroup>
    </>
  );
}

function LayersField({ value, onChange, ...texts }: ReturnType<LoraField>) {
  return (
    <ChoicesField
      {...texts}
      options={LORA_TARGETS.map((target) => ({ value: target, name: TARGET_NAMES[target] }))}
      chosen={listFrom(value)}
      onChange={(chosen) => onChange(listText(chosen))}
      hint="Attention is enough for most cloths. More layers hold finer texture; files grow, and photographs are copied sooner."
    />
  );
}
