/** Train: a LoRA or a word of its own, learnt from the dataset and watched while it runs. */
import { type ReactNode, useState } from 'react';
import type { StudioFault } from '../../contract/errors.ts';
import type { MemoryChange } from '../../contract/memory.ts';
import { TRAIN_METHODS, type TrainMethod, type TrainSettings } from '../../contract/training.ts';
import { Button } from '../../kit/components/Button.tsx';
import { FaultNote } from '../../kit/components/FaultNote.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SegmentedField } from '../../kit/fields/SegmentedField.tsx';
import { draftOf } from '../../kit/form/draft.ts';
import { durationText } from '../../kit/text/durationText.ts';
import { useStudio } from '../../session/studioStore.ts';
import { Adviser } from '../advice/Adviser.tsx';
import { useDataset } from '../dataset/datasetStore.ts';
import { MemoryPlan } from '../memory/MemoryPlan.tsx';
import { changeText } from '../memory/memoryPlan.ts';
import { useAdviceOnTraining } from './adviceOnTraining.ts';
import { useClassWay } from './classImages/classWays.ts';
import { InversionFields } from './form/InversionFields.tsx';
import { TrainFields } from './form/TrainFields.tsx';
import {
  chooseMethod,
  editLora,
  editTraining,
  readInversion,
  readLora,
  type TrainForm,
  useTrainForm,
} from './form/trainForm.ts';
import { useWordErrors, type WordErrors } from './form/wordErrors.ts';
import { PausedActions, RunningActions } from './run/RunActions.tsx';
import { trainingSeconds } from './run/trainingProgress.ts';
import { isActive, startTraining, useTraining } from './run/trainingStore.ts';
import { TrainingStage } from './TrainingStage.tsx';
import { LORA_WORDS } from './trainingWords.ts';

/** What each method is, for those who choose between them. */
const METHODS: Record<TrainMethod, { name: string; hint: string }> = {
  lora: {
    name: 'LoRA',
    hint: 'A small adapter learns your fabric; the model itself stays as it is. The closest likeness.',
  },
  'textual-inversion': {
    name: 'Textual inversion',
    hint: 'A new word learns to mean your fabric; nothing else changes. A tiny file, and a looser likeness.',
  },
};

export function TrainPanel() {
  const form = useTrainForm();
  const active = useTraining((state) => isActive(state.run));
  const paused = useTraining(({ run }) => (run.state === 'paused' ? run.id : null));
  const fault = useTraining(({ run }) => (run.state === 'failed' ? run.fault : null));
  const wordErrors = useWordErrors(form.inversion);
  const { settings, fields } = methodForm(form, wordErrors);
  const advice = useAdviceOnTraining(form);
  const hasImages = useDataset(({ loaded, images }) => !loaded || images.length > 0);
  const refusal = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model.trainingRefusal : null));
  const [asked, setAsked] = useState(false);
  const submit = () => {
    setAsked(true);
    if (!settings || !hasImages || refusal) return false;
    void startTraining(settings);
    return true;
  };
  return (
    <PanelLayout
      title="Train"
      intro="Teach the model your fabric, from the images of your dataset."
      onSubmit={submit}
      controls={
        <>
          <SegmentedField
            label="Method"
            value={form.method}
            onChange={chooseMethod}
            options={TRAIN_METHODS.map((method) => ({ value: method, name: METHODS[method].name }))}
            about={LORA_WORDS.method}
            hint={METHODS[form.method].hint}
          />
          {fields}
          <Adviser label="Adviser on these settings" remarks={advice} onChange={editTraining} />
        </>
      }
      actions={
        <>
          {refusal && <TooLarge key={String(asked)} refusal={refusal} asked={asked} />}
          {!refusal && !hasImages && <MissingImages asked={asked} />}
          {fault && (
            <FaultNote fault={fault}>
              {fault.proposal && (
                <Button kind="plain" onClick={() => fault.proposal && editLora(draftChange(fault.proposal.change))}>
                  Change to {changeText(fault.proposal.change)}
                </Button>
              )}
            </FaultNote>
          )}
          {paused !== null && <PausedActions id={paused} />}
          {active ? <RunningActions /> : <StartAction settings={settings} main={paused === null} />}
        </>
      }
    >
      <TrainingStage />
    </PanelLayout>
  );
}

/** The chosen method's form, and what it says. */
function methodForm(
  { method, lora, inversion }: TrainForm,
  wordErrors: WordErrors,
): { settings: TrainSettings | null; fields: ReactNode } {
  if (method === 'lora') {
    const { settings, errors } = readLora(lora);
    return { settings, fields: <TrainFields draft={lora} errors={errors} /> };
  }
  const { settings, errors } = readInversion(inversion, wordErrors);
  return { settings, fields: <InversionFields draft={inversion} errors={errors} /> };
}

/** @param main whether starting a run is what the panel is for now; beside a paused one, going on is */
function StartAction({ settings, main }: { settings: TrainSettings | null; main: boolean }) {
  const opening = useStudio((state) => state.opening);
  const model = opening.state === 'ready' ? opening.model : null;
  const { drawing } = useClassWay(settings, model);
  return (
    <>
      {settings && model && !model.trainingRefusal && (
        <p>
          Time on this device:{' '}
          {durationText(
            trainingSeconds(settings, { timings: model.timings, nativeSize: model.nativeSize, classDrawing: drawing }),
          )}
          .
        </p>
      )}
      {opening.state === 'loading' && <p>It starts as soon as the model is loaded.</p>}
      {settings?.method === 'lora' && (
        <MemoryPlan work={{ work: 'training', settings }} onChange={(change) => editLora(draftChange(change))} />
      )}
      <Button kind={main ? 'main' : 'plain'} type="submit">
        Start training
      </Button>
    </>
  );
}

/** The model is too large for this device: said before anything is computed, with the way to one that isn't. */
function TooLarge({ refusal, asked }: { refusal: Omit<StudioFault, 'code'>; asked: boolean }) {
  return (
    <FaultNote tone={asked ? 'danger' : 'warning'} fault={refusal}>
      <a href="#/library">Models in the library</a>
    </FaultNote>
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

/** A change of settings as the form types them; a size is a drawing's. */
function draftChange({ size: _, ...change }: MemoryChange): Partial<TrainForm['lora']> {
  return draftOf(change);
}
