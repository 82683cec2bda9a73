/** Gathers what the adviser has to know of a training run, before it and while it runs, and asks the rules. */
import { useMemo } from 'react';
import type { InversionSettings, LoraSettings, ModelInfo } from '../../workers/protocol.ts';
import { priorSettings } from '../advice/classImages.ts';
import { hardlyLearnt, unusualRate } from '../advice/learningRate.ts';
import { lostRun } from '../advice/lostRun.ts';
import { outOfMemory, tightMemory } from '../advice/memory.ts';
import { overfitting } from '../advice/overfitting.ts';
import type { Remark } from '../advice/remark.ts';
import { finishedLength, plannedLength } from '../advice/runLength.ts';
import { skippedSteps } from '../advice/skippedSteps.ts';
import { hiddenPage, slowDevice } from '../advice/slowness.ts';
import { trainingPrompts } from '../advice/trainingPrompts.ts';
import { useRested } from './adviserStore.ts';
import { useDataset } from './datasetStore.ts';
import type { Draft } from './draft.ts';
import { hiddenTime } from './hiddenTime.ts';
import { SUBJECT_PROMPT, SUBJECT_TOKEN } from './starterDefaults.ts';
import { useStudio } from './studioStore.ts';
import { readInversion, readLora, type TrainForm } from './trainForm.ts';
import { trainingSeconds } from './trainingProgress.ts';
import { useTraining } from './trainingStore.ts';
import { usualTraining } from './usualTraining.ts';

/** What a press on a remark changes in the form of either method. */
export type TrainingChange = Partial<Draft<LoraSettings>> & Partial<Draft<InversionSettings>>;

/** On the form as it stands. */
export function useAdviceOnTraining(form: TrainForm): (Remark<TrainingChange> | null)[] {
  const rested = useRested(form);
  const images = useDataset((state) => state.images.length);
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  return useMemo(() => (model ? adviceOnForm(rested, images, model) : []), [rested, images, model]);
}

function adviceOnForm(form: TrainForm, images: number, model: ModelInfo): (Remark<TrainingChange> | null)[] {
  const { settings } = form.method === 'lora' ? readLora(form.lora) : readInversion(form.inversion, {});
  if (!settings) return [];
  const usual = usualTraining(settings.method, model);
  const perStep = settings.batchSize * (settings.method === 'lora' ? settings.accumulation : 1);
  return [
    tightMemory({ parameters: model.parameters, device: model.device, machine: machineMemory() }),
    unusualRate(settings.learningRate, usual.learningRate),
    ...(settings.method === 'lora'
      ? [
          trainingPrompts(settings, { word: SUBJECT_TOKEN, prompt: SUBJECT_PROMPT }),
          priorSettings({ ...settings, images }, usual.classImages),
        ]
      : []),
    plannedLength({ steps: settings.steps, images, perStep }),
    slowDevice({
      seconds: trainingSeconds(settings, model.timings),
      device: model.device,
      cores: navigator.hardwareConcurrency,
      webgpu: 'gpu' in navigator,
    }),
  ];
}

/** Gigabytes, in rough steps up to 8, in browsers that tell (Device Memory API). */
function machineMemory(): number | null {
  const memory: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof memory === 'number' ? memory : null;
}

/** On the run that is going on, or was the last. */
export function useAdviceOnRun(): (Remark | null)[] {
  const { run, losses, steady } = useTraining();
  const skipped = run.state === 'running' ? (run.speed?.skippedSteps ?? 0) : 0;
  const whole = run.state === 'ended' && !run.stopped;
  return [
    outOfMemory(run.state === 'failed' ? run.fault.code : null, { label: 'Rank', text: 'Go to rank' }),
    lostRun(losses, steady),
    overfitting(steady),
    skippedSteps({ skipped, steps: losses.length }),
    ...(whole ? [hardlyLearnt(steady), finishedLength(steady)] : []),
    hiddenPage(hiddenTime()),
  ];
}
