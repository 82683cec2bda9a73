/** Train: DreamBooth LoRA on the dataset, watched while it runs. */
import { Square } from 'lucide-react';
import { useState } from 'react';
import type { TrainSettings } from '../../../workers/protocol.ts';
import { Button } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { PanelLayout } from '../../components/PanelLayout.tsx';
import { useDataset } from '../../stores/datasetStore.ts';
import { durationText } from '../../stores/durationText.ts';
import { useStudio } from '../../stores/studioStore.ts';
import { readLora, useTrainForm } from '../../stores/trainForm.ts';
import { trainingSeconds } from '../../stores/trainingProgress.ts';
import { discardTraining, isActive, startTraining, stopKeeping, useTraining } from '../../stores/trainingStore.ts';
import { TrainFields } from './TrainFields.tsx';
import { TrainingStage } from './TrainingStage.tsx';

export function TrainPanel() {
  const draft = useTrainForm((state) => state.lora);
  const active = useTraining((state) => isActive(state.run));
  const fault = useTraining(({ run }) => (run.state === 'failed' ? run.fault : null));
  const { settings, errors } = readLora(draft);
  const hasImages = useDataset(({ loaded, images }) => !loaded || images.length > 0);
  const [asked, setAsked] = useState(false);
  const submit = () => {
    setAsked(true);
    if (!settings || !hasImages) return false;
    void startTraining(settings);
    return true;
  };
  return (
    <PanelLayout
      title="Train"
      intro="Teach the model your fabric: a small adapter learns it, the model itself stays as it is."
      onSubmit={submit}
      controls={<TrainFields draft={draft} errors={errors} />}
      actions={
        <>
          {!hasImages && <MissingImages asked={asked} />}
          {fault && <FaultNote fault={fault} />}
          {active ? <RunningActions /> : <StartAction settings={settings} />}
        </>
      }
    >
      <TrainingStage />
    </PanelLayout>
  );
}

function StartAction({ settings }: { settings: TrainSettings | null }) {
  const opening = useStudio((state) => state.opening);
  return (
    <>
      {settings && opening.state === 'ready' && (
        <p>Time on this device: {durationText(trainingSeconds(settings, opening.model.timings))}.</p>
      )}
      {opening.state === 'loading' && <p>It starts as soon as the model is loaded.</p>}
      <Button kind="main" type="submit">
        Start training
      </Button>
    </>
  );
}

function RunningActions() {
  return (
    <>
      <Button kind="main" onClick={stopKeeping}>
        <Square aria-hidden size={16} />
        Stop
      </Button>
      <p>Keeps what was learnt up to this step.</p>
      <Button kind="quiet" onClick={discardTraining}>
        Discard this run
      </Button>
    </>
  );
}

/** A hint at first; an alert once training was asked for all the same. */
function MissingImages({ asked }: { asked: boolean }) {
  const fault = { message: 'There is no image to learn from yet.', advice: 'About ten photographs make a good start.' };
  return (
    <FaultNote key={String(asked)} tone={asked ? 'danger' : 'warning'} fault={fault}>
      <a href="#/dataset">Add images first</a>
    </FaultNote>
  );
}
