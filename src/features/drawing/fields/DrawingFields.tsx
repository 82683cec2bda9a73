/** The fields that Create, Compare and Morph share: what is drawn, how, and with which adapter. */
import { Dices } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import type { DraftErrors } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { Adviser } from '../../advice/Adviser.tsx';
import { AdapterFields } from '../../library/merging/AdapterFields.tsx';
import { picturePresets, type SamplingPresets } from '../settings/samplingPresets.ts';
import { useAdapterByWord } from './adapterByWord.ts';
import { useAdviceOnDrawing } from './adviceOnDrawing.ts';
import { DrawingPreset } from './DrawingPreset.tsx';
import { type DrawingDraft, newSeed } from './drawing.ts';
import { PICTURE } from './drawingHelp.ts';
import { PRESET_SETTINGS } from './drawingPresets.ts';
import { PromptField } from './PromptField.tsx';
import { QuickDrawing } from './QuickDrawing.tsx';
import { samplerHint } from './samplerHint.ts';
import { useSizeOptions } from './sizeOptions.ts';
import { useTypedAdapters } from './typedAdapters.ts';

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
  const adaptersVary = without.has('adapter') || without.has('subject');
  const byWord = useAdapterByWord(draft, texts, adaptersVary, onEdit);
  /** What a person changes by hand: adapters among it are their own choice from then on. */
  const editByHand = (change: Partial<DrawingDraft<CreateSettings>>) =>
    onEdit(change.adapters ? { ...change, adaptersBy: 'person' } : change);
  const has = (setting: keyof CreateSettings | 'adapter' | 'checkpoint') => !without.has(setting);
  const field = (name: keyof CreateSettings) => ({
    setting: PICTURE[name],
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => onEdit({ [name]: value }),
  });
  useTypedAdapters(draft, editByHand, has('adapter'));
  const syntax = draft.promptSyntax === 'auto' ? 'auto' : 'plain';
  return (
    <>
      <PromptField {...field('prompt')} syntax={syntax} />
      {has('negativePrompt') && <PromptField {...field('negativePrompt')} syntax={syntax} rows={2} />}
      {has('adapter') && (
        <AdapterFields
          choices={draft.adapters}
          onEdit={(adapters) => editByHand({ adapters })}
          note={byWord}
          withCheckpoints={has('checkpoint')}
        />
      )}
      {QUICK_SETTINGS.every((setting) => !without.has(setting)) && (
        <QuickDrawing draft={draft} onEdit={onEdit} presets={presets(model)} />
      )}
      {PRESET_SETTINGS.every((setting) => !without.has(setting)) && (
        <DrawingPreset
          draft={draft}
          onEdit={onEdit}
          presets={presets(model)}
          whole={PRESET_SETTINGS.every((setting) => errors[setting] === undefined)}
        />
      )}
      <Adviser label={t('Adviser on these settings')} remarks={advice} onChange={editByHand} />
      {children}
      {has('guidanceScale') && <SettingField {...field('guidanceScale')} slider />}
      {has('seed') && (
        <SettingField
          {...field('seed')}
          beside={
            <Button onClick={() => onEdit({ seed: String(newSeed()) })}>
              <Dices aria-hidden size={18} />
              {t('New seed')}
            </Button>
          }
        />
      )}
      {has('samplingSteps') && <SettingField {...field('samplingSteps')} hint={stepsHint} />}
      <Fold title={t('Expert settings')}>
        {has('sampler') && <SettingField {...field('sampler')} hint={samplerHint(draft.sampler)} />}
        {has('size') && <SettingField {...field('size')} options={sizes} />}
        <SettingField {...field('seamless')} />
        <SettingField {...field('promptSyntax')} />
        <SettingField {...field('guidanceUntil')} />
        <SettingField {...field('deepEvery')} />
      </Fold>
    </>
  );
}
