/** One adapter of a mix: which, and how strongly. */
import type { ReactNode } from 'react';
import { ADAPTER_WEIGHT } from '../../../contract/settings/pictureSettings.ts';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { SliderField, sliderBounds } from '../../../kit/fields/SliderField.tsx';
import { t } from '../../../kit/language/t.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import { ADAPTER_HELP } from '../libraryHelp.ts';

/** The option of no adapter. */
const NONE = '';
/** The option of the adapter as its run left it. */
const FINISHED = 'finished';

interface AdapterRowProps {
  /** 0 for the first. */
  place: number;
  /** Null where no adapter is chosen. */
  choice: AdapterChoice | null;
  options: readonly { id: string; name: string }[];
  /** The checkpoints of the chosen adapter; none where they can't be chosen. */
  steps: readonly number[];
  /** Hears null when the row is to go. */
  onChange: (choice: AdapterChoice | null) => void;
  hint?: ReactNode;
  warning?: ReactNode;
}

export function AdapterRow({ place, choice, options, steps, onChange, hint, warning }: AdapterRowProps) {
  const name = place === 0 ? t('Adapter') : t('Adapter {place}', { place: place + 1 });
  const weight = choice?.weight ?? 1;
  return (
    <>
      <SelectField
        label={name}
        about={ADAPTER_HELP.adapter}
        value={choice?.id ?? NONE}
        onChange={(id) => onChange(id === NONE ? null : { id, weight })}
        options={[
          { value: NONE, name: place === 0 ? t('None') : t('None (take it out)') },
          ...options.map((option) => ({ value: option.id, name: option.name })),
        ]}
        hint={hint}
        warning={warning}
      />
      {choice && steps.length > 0 && (
        <SelectField
          label={t('{name} checkpoint', { name })}
          about={ADAPTER_HELP.checkpoint}
          value={String(choice.step ?? FINISHED)}
          onChange={(step) => onChange({ ...choice, step: step === FINISHED ? undefined : Number(step) })}
          options={[
            { value: FINISHED, name: t('Finished') },
            ...steps.map((step) => ({ value: String(step), name: t('Step {step}', { step }) })),
          ]}
        />
      )}
      {choice && (
        <SliderField
          label={t('{name} weight', { name })}
          about={ADAPTER_HELP.adapterWeight}
          value={weight}
          onChange={(changed) => onChange({ ...choice, weight: changed })}
          {...sliderBounds(ADAPTER_WEIGHT)}
          hint={
            place === 0 &&
            t('1 is as trained; less lets the base model through, more exaggerates, below 0 draws away from it.')
          }
        />
      )}
    </>
  );
}
