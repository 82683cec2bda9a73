/**
 * One press draws in a few steps, where the library has an adapter that makes them enough, or the starter is open, which
 * has one of its own; another draws as before.
 */
import { useEffect, useState } from 'react';
import type { CreateSettings } from '../../../contract/drawing.ts';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { addStarterFewSteps } from '../../library/files/starterFewSteps.ts';
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
  const onStarter = useStudio(({ opening }) => opening.state === 'ready' && opening.model.ref.kind === 'starter');
  /** Pressed while the starter's own was still to be fetched: done with the form as it is by then. */
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    if (!waits || !adapter) return;
    setWaits(false);
    onEdit(quickChange(draft, adapter.id, quick));
  }, [waits, adapter, draft, onEdit, quick]);
  if (!adapter && !on && !onStarter) return null;

  function hint(): string {
    if (on) return t('Off, it is drawn in {samplingSteps} steps again.', { samplingSteps: usual.samplingSteps });
    return adapter
      ? t('{steps} steps with “{name}” in place of {usual}.', {
          steps: quick.samplingSteps,
          name: adapter.name,
          usual: usual.samplingSteps,
        })
      : t('{steps} steps in place of {usual}, with an adapter of the starter’s own that comes into the library.', {
          steps: quick.samplingSteps,
          usual: usual.samplingSteps,
        });
  }

  function change(value: string): void {
    if (value !== 'true') {
      setWaits(false);
      if (on) onEdit(usualChange(draft, few, usual));
    } else if (adapter) onEdit(quickChange(draft, adapter.id, quick));
    else {
      setWaits(true);
      void addStarterFewSteps().then(setWaits);
    }
  }

  return (
    <CheckField
      label={t('Draw quickly')}
      about={DRAWING_HELP.quick}
      value={String(on || waits)}
      onChange={change}
      hint={hint()}
    />
  );
}
