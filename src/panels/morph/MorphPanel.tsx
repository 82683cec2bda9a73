/** Morph: a looping film that wanders between keyframes of noise. */
import { Clapperboard } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { PanelLayout } from '../../components/PanelLayout.tsx';
import { estimateText } from '../../stores/morphEstimate.ts';
import { cancelMorph, editMorph, isRendering, readMorph, renderMorph, useMorph } from '../../stores/morphStore.ts';
import { nativeSize, useStudio } from '../../stores/studioStore.ts';
import { DrawingFields } from '../drawing/DrawingFields.tsx';
import styles from './MorphPanel.module.css';
import { MorphStage } from './MorphStage.tsx';

export function MorphPanel() {
  const draft = useMorph((state) => state.draft);
  const rendering = useMorph((state) => isRendering(state.run));
  const fault = useMorph(({ run }) => (run.state === 'failed' ? run.fault : null));
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const { settings, errors } = readMorph(draft, nativeSize());
  const submit = () => {
    if (settings) void renderMorph(settings);
    return settings !== null;
  };
  const film = (
    <div className={styles.film}>
      <NumberField
        label="Keyframes"
        value={draft.keyframes}
        onChange={(keyframes) => editMorph({ keyframes })}
        error={errors.keyframes}
      />
      <NumberField
        label="Duration (s)"
        value={draft.duration}
        onChange={(duration) => editMorph({ duration })}
        error={errors.duration}
        step={0.5}
      />
      <NumberField
        label="Frames per second"
        value={draft.framesPerSecond}
        onChange={(framesPerSecond) => editMorph({ framesPerSecond })}
        error={errors.framesPerSecond}
      />
    </div>
  );
  return (
    <PanelLayout
      title="Morph"
      intro="A film that passes from one variation to the next and ends where it began."
      onSubmit={submit}
      controls={
        <DrawingFields
          draft={draft}
          errors={errors}
          onEdit={editMorph}
          stepsHint="For each frame. 8 to 12 are enough for a film."
        >
          {film}
        </DrawingFields>
      }
      actions={
        <>
          {fault && <FaultNote fault={fault} />}
          {rendering ? (
            <Button onClick={cancelMorph}>Discard this film</Button>
          ) : (
            <>
              <p>
                {settings && model && estimateText(settings, model)}
                {settings && !model && 'The time it takes is told once the model is loaded.'}
              </p>
              <Button kind="main" type="submit">
                <Clapperboard aria-hidden size={18} />
                Render morph
              </Button>
            </>
          )}
        </>
      }
    >
      <MorphStage />
    </PanelLayout>
  );
}
