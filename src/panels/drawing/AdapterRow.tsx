/** One adapter of a mix: which, and how strongly. */
import type { ReactNode } from 'react';
import { LIMITS } from '../../../workers/protocol.ts';
import { SelectField } from '../../components/SelectField.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import type { AdapterChoice } from '../../stores/drawing.ts';
import { DRAWING_WORDS } from '../../words/drawingWords.ts';

/** The option of no adapter. */
const NONE = '';

interface AdapterRowProps {
  /** 0 for the first. */
  place: number;
  /** Null where no adapter is chosen. */
  choice: AdapterChoice | null;
  options: readonly { id: string; name: string }[];
  /** Hears null when the row is to go. */
  onChange: (choice: AdapterChoice | null) => void;
  hint?: ReactNode;
  warning?: ReactNode;
}

export function AdapterRow({ place, choice, options, onChange, hint, warning }: AdapterRowProps) {
  const name = place === 0 ? 'Adapter' : `Adapter ${place + 1}`;
  const weight = choice?.weight ?? 1;
  return (
    <>
      <SelectField
        label={name}
        about={DRAWING_WORDS.adapter}
        value={choice?.id ?? NONE}
        onChange={(id) => onChange(id === NONE ? null : { id, weight })}
        options={[
          { value: NONE, name: place === 0 ? 'None' : 'None (take it out)' },
          ...options.map((option) => ({ value: option.id, name: option.name })),
        ]}
        hint={hint}
        warning={warning}
      />
      {choice && (
        <SliderField
          label={`${name} weight`}
          about={DRAWING_WORDS.adapterWeight}
          value={weight}
          onChange={(changed) => onChange({ id: choice.id, weight: changed })}
          {...LIMITS.adapterWeight}
          step={0.05}
          hint={
            place === 0 &&
            '1 is as trained; less lets the base model through, more exaggerates, below 0 draws away from it.'
          }
        />
      )}
    </>
  );
}
