/** How a LoRA's run is watched and kept beyond what runs of every method have. */
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import type { LoraField } from './loraField.ts';

export function LoraWatchFields({ field }: { field: LoraField }) {
  return (
    <>
      <CheckField
        {...field('showForgetting')}
        hint="Draws the class prompt before the first step, with the sample pictures, and at the end."
      />
      <CheckField
        {...field('keepCheckpoints')}
        hint="Each can be tried, compared and kept as an adapter. They take as much room as the adapter, each."
      />
    </>
  );
}
