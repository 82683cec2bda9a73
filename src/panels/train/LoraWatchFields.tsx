/** How a LoRA's run is watched and kept beyond what runs of every method have. */
import { CheckField } from '../../components/CheckField.tsx';
import type { Explanation } from '../../words/explanation.ts';

interface LoraWatchFieldsProps {
  /** What ties a field to the form by its setting's name. */
  field: (name: 'keepCheckpoints') => {
    value: string;
    about: Explanation | undefined;
    onChange: (value: string) => void;
  };
}

export function LoraWatchFields({ field }: LoraWatchFieldsProps) {
  return (
    <CheckField
      label="Keep all checkpoints"
      {...field('keepCheckpoints')}
      hint="Each can be tried, compared and kept as an adapter. They take as much room as the adapter, each."
    />
  );
}
