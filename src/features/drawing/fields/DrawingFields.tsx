/** The fields that Create, Compare and Morph share: what is drawn, how, and with which adapter. */
import { Dices } from 'lucide-react';
import type { ReactNode } from 'react';
import { type CreateSettings, SAMPLERS } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { LIMITS } from '../../../contract/limits.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { Button } from '../../../kit/components/Button.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { NumberField } from '../../../kit/fields/NumberField.tsx';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { SliderField } from '../../../kit/fields/SliderField.tsx';
import type { DraftErrors } from '../../../kit/form/draft.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { Adviser } from '../../advice/Adviser.tsx';
import { AdapterFields } from '../../library/merging/AdapterFields.tsx';
import { picturePresets, type SamplingPresets } from '../settings/samplingPresets.ts';
import { samplerName } from '../settings/settingsText.ts';
import { useAdviceOnDrawing } from './adviceOnDrawing.ts';
import { type DrawingDraft, newSeed } from './drawing.ts';
import { DRAWING_HELP } from './drawingHelp.ts';
import { PromptField } from './PromptField.tsx';
import { QuickDrawing } from './QuickDrawing.tsx';
import { samplerHint } from './samplerHint.ts';
import { useSizeOptions } from './sizeOptions.ts';

const NOTHING: ReadonlySet<string> = new Set();
const NO_TEXTS: readonly string[] = [];
/** What drawing quickly sets: where something else sets one of them, there is no such choice. */
const QUICK_SETTINGS = ['sampler', 'samplingSteps', 'guidanceScale'];

interface DrawingFieldsProps {
  draft: DrawingDraft<CreateSettings>;
  errors: DraftErrors<CreateSettings>;
  onEdit: (change: Partial<DrawingDraft<CreateSettings>>) => void;
  stepsHint: string;
  /** What the last drawing ended in. */
  error: ErrorInfo | null;
  /** How it is drawn usually, and quickly. */
  presets?: (model: ModelInfo | null) => SamplingPresets;
  /** Settings that have no field here, since something else sets them. */
  without?: ReadonlySet<string>;
  /** Texts that go into prompts beside the prompt's own. */
  texts?: readonly string[];
  /** The panel's own fields, between the prompts and the rest. */
  children?: ReactNode;
}

export function DrawingFields({
  draft,
  errors,
  onEdit,
  stepsHint,
  error,
  presets = picturePresets,
  without = NOTHING,
  texts = NO_TEXTS,
  children,
}: DrawingFieldsProps) {
  const sizes = useSizeOptions();
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const advice = useAdviceOnDrawing(
    draft,
    { settings: without, texts },
    { presets: presets(model), model },
    error?.code ?? null,
  );
  const has = (setting: keyof CreateSettings | 'adapter' | 'checkpoint') => !without.has(setting);
  return (
    <>
      <PromptField
        label="Prompt"
        about={DRAWING_HELP.prompt}
        value={draft.prompt}
        onChange={(prompt) => onEdit({ prompt })}
        error={errors.prompt}
        hint="The word sks stands for your fabric, once an adapter has learnt it."
      />
      {has('negativePrompt') && (
        <PromptField
          label="Negative prompt"
          about={DRAWING_HELP.negativePrompt}
          value={draft.negativePrompt}
          onChange={(negativePrompt) => onEdit({ negativePrompt })}
          error={errors.negativePrompt}
          hint="What the picture should not show."
          rows={2}
        />
      )}
      {has('adapter') && (
        <AdapterFields
          choices={draft.adapters}
          onEdit={(adapters) => onEdit({ adapters })}
          withCheckpoints={has('checkpoint')}
        />
      )}
      {QUICK_SETTINGS.every((setting) => !without.has(setting)) && (
        <QuickDrawing draft={draft} onEdit={onEdit} presets={presets(model)} />
      )}
      <Adviser label="Adviser on these settings" remarks={advice} onChange={onEdit} />
      {children}
      {has('guidanceScale') && (
        <SliderField
          label="Guidance scale"
          about={DRAWING_HELP.guidanceScale}
          value={Number(draft.guidanceScale)}
          onChange={(value) => onEdit({ guidanceScale: String(value) })}
          {...LIMITS.guidanceScale}
          step={0.5}
          hint="How closely to follow the prompt."
        />
      )}
      {has('seed') && (
        <NumberField
          label="Seed"
          about={DRAWING_HELP.seed}
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
      )}
      {has('samplingSteps') && (
        <NumberField
          label="Sampling steps"
          about={DRAWING_HELP.samplingSteps}
          value={draft.samplingSteps}
          onChange={(samplingSteps) => onEdit({ samplingSteps })}
          error={errors.samplingSteps}
          hint={stepsHint}
        />
      )}
      {(has('sampler') || has('size')) && (
        <Fold title="Expert settings">
          {has('sampler') && (
            <SelectField
              label="Sampler"
              about={DRAWING_HELP.sampler}
              value={draft.sampler}
              onChange={(sampler) => onEdit({ sampler })}
              options={SAMPLERS.map((sampler) => ({ value: sampler, name: samplerName(sampler) }))}
              hint={samplerHint(draft.sampler)}
            />
          )}
          {has('size') && (
            <SelectField
              label="Size"
              about={DRAWING_HELP.size}
              value={draft.size}
              onChange={(size) => onEdit({ size })}
              options={sizes}
              error={errors.size}
              hint="Away from the model’s own size, patterns repeat or fall apart."
            />
          )}
        </Fold>
      )}
    </>
  );
}
