/** One press draws in a few steps, where the library has an adapter that makes them enough; another draws as before. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { t } from '../../../kit/language/t.ts';
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
      label={t('Draw quickly')}
      about={DRAWING_HELP.quick}
      value={String(on)}
      onChange={(value) => {
        if (value === 'true' && adapter) onEdit(quickChange(draft, adapter.id, quick));
        else onEdit(usualChange(draft, few, usual));
      }}
      hint={
        on
          ? t('Off, it is drawn in {samplingSteps} steps again.', { samplingSteps: usual.samplingSteps })
          : t('{steps} steps with “{name}” in place of {usual}.', {
              steps: quick.samplingSteps,
              name: adapter?.name,
              usual: usual.samplingSteps,
            })
      }
    />
  );
}
