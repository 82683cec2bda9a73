/** The fields that Create and Morph share: what is drawn, how, and with which adapter. */
import { Dices } from 'lucide-react';
import type { ReactNode } from 'react';
import { type CreateSettings, LIMITS, SAMPLERS } from '../../../workers/protocol.ts';
import { Button } from '../../components/Button.tsx';
import { Fold } from '../../components/Fold.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import type { DraftErrors } from '../../stores/draft.ts';
import { type DrawingDraft, newSeed } from '../../stores/drawing.ts';
import { samplerName } from '../../stores/settingsText.ts';
import { AdapterFields } from './AdapterFields.tsx';
import { PromptField } from './PromptField.tsx';
import { useSizeOptions } from './sizeOptions.ts';

interface DrawingFieldsProps {
  draft: DrawingDraft<CreateSettings>;
  errors: DraftErrors<CreateSettings>;
  onEdit: (change: Partial<DrawingDraft<CreateSettings>>) => void;
  stepsHint: string;
  /** The panel's own fields, between the prompts and the rest. */
  children?: ReactNode;
}

export function DrawingFields({ draft, errors, onEdit, stepsHint, children }: DrawingFieldsProps) {
  const sizes = useSizeOptions();
  return (
    <>
      <PromptField
        label="Prompt"
        value={draft.prompt}
        onChange={(prompt) => onEdit({ prompt })}
        error={errors.prompt}
        hint="The word sks stands for your fabric, once an adapter has learnt it."
      />
      <PromptField
        label="Negative prompt"
        value={draft.negativePrompt}
        onChange={(negativePrompt) => onEdit({ negativePrompt })}
        error={errors.negativePrompt}
        hint="What the picture should not show."
        rows={2}
      />
      <AdapterFields choices={draft.adapters} onEdit={(adapters) => onEdit({ adapters })} />
      {children}
      <SliderField
        label="Guidance scale"
        value={Number(draft.guidanceScale)}
        onChange={(value) => onEdit({ guidanceScale: String(value) })}
        {...LIMITS.guidanceScale}
        step={0.5}
        hint="How closely to follow the prompt."
      />
      <NumberField
        label="Seed"
        value={draft.seed}
        onChange={(seed) => onEdit({ seed })}
        error={errors.seed}
        hint="The same seed and settings draw the same picture."
        beside={
          <Button onClick={() => onEdit({ seed: String(newSeed()) })}>
            <Dices aria-hidden size={18} />
            New seed
          </Button>
        }
      />
      <NumberField
        label="Sampling steps"
        value={draft.samplingSteps}
        onChange={(samplingSteps) => onEdit({ samplingSteps })}
        error={errors.samplingSteps}
        hint={stepsHint}
      />
      <Fold title="Expert settings">
        <SelectField
          label="Sampler"
          value={draft.sampler}
          onChange={(sampler) => onEdit({ sampler })}
          options={SAMPLERS.map((sampler) => ({ value: sampler, name: samplerName(sampler) }))}
        />
        <SelectField
          label="Size"
          value={draft.size}
          onChange={(size) => onEdit({ size })}
          options={sizes}
          error={errors.size}
          hint="Away from the model’s own size, patterns repeat or fall apart."
        />
      </Fold>
    </>
  );
}
