/** One press draws in a few steps, where the library has an adapter that makes them enough; another draws as before. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import type { SamplingPresets } from '../settings/samplingPresets.ts';
import type { DrawingDraft } from './drawing.ts';
import { DRAWING_HELP } from './drawingHelp.ts';
import { isQuick, quickChange, useFewStepAdapter, useFewStepIds, usualChange } from './fewSteps.ts';

interface QuickDrawingProps {
  draft: DrawingDraft<CreateSettings>;
  onEdit: (change: Partial<DrawingDraft<CreateSettings>>) => void;
  presets: SamplingPresets;
}

export function QuickDrawing({ draft, onEdit, presets: { usual, quick } }: QuickDrawingProps) {
  const adapter = useFewStepAdapter();
  const few = useFewStepIds();
  const on = isQuick(draft, few);
  if (!adapter && !on) return null;
  return (
    <CheckField
      label="Draw quickly"
      about={DRAWING_HELP.quick}
      value={String(on)}
      onChange={(value) => {
        if (value === 'true' && adapter) onEdit(quickChange(draft, adapter.id, quick));
        else onEdit(usualChange(draft, few, usual));
      }}
      hint={
        on
          ? `Off, it is drawn in ${usual.samplingSteps} steps again.`
          : `${quick.samplingSteps} steps with “${adapter?.name}” in place of ${usual.samplingSteps}.`
      }
    />
  );
}
