/** Gathers what the adviser has to know of a training run, before it and while it runs, and asks the rules. */
import { useMemo } from 'react';
import type { Picture } from '../../contract/drawing.ts';
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import type { ModelInfo } from '../../contract/studioWorker.ts';
import type { InversionSettings, LoraSettings, TrainMethod, TrainSettings } from '../../contract/training.ts';
import { isShown } from '../../kit/charts/smoothing.ts';
import type { Draft } from '../../kit/form/draft.ts';
import { t } from '../../kit/language/t.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { useStudio } from '../../session/studioStore.ts';
import { useCopyAdvice } from '../advice/adviceOnPictures.ts';
import { useRested } from '../advice/adviserStore.ts';
import type { Remark } from '../advice/remark.ts';
import { priorSettings } from '../advice/rules/classImages.ts';
import { hardlyLearnt, unusualRate } from '../advice/rules/learningRate.ts';
import { lostRun } from '../advice/rules/lostRun.ts';
import { outOfMemory, tightMemory } from '../advice/rules/memory.ts';
import { overfitting } from '../advice/rules/overfitting.ts';
import { trainingPrompts } from '../advice/rules/prompts/trainingPrompts.ts';
import { finishedLength, plannedLength } from '../advice/rules/runLength.ts';
import { skippedSteps } from '../advice/rules/skippedSteps.ts';
import { hiddenPage, slowDevice } from '../advice/rules/slowness.ts';
import { useDataset } from '../dataset/datasetStore.ts';
import { SUBJECT_PROMPT, SUBJECT_TOKEN } from '../drawing/settings/drawingDefaults.ts';
import { useClassSampling } from './classImages/classSampling.ts';
import { usualTraining } from './form/modelTraining.ts';
import { readInversion, readLora, type TrainForm, useTrainForm } from './form/trainForm.ts';
import { INVERSION, LORA } from './form/trainSettings.ts';
import { hiddenTime } from './run/hiddenTime.ts';
import { trainingSeconds } from './run/trainingProgress.ts';
import type { SamplePicture } from './run/trainingState.ts';
import { useTraining } from './run/trainingStore.ts';

/** What a press on a remark changes in the form of either method. */
export type TrainingChange = Partial<Draft<LoraSettings>> & Partial<Draft<InversionSettings>>;

/** On the form as it stands. */
export function useAdviceOnTraining(form: TrainForm): (Remark<TrainingChange> | null)[] {
  const rested = useRested(form);
  const images = useDataset((state) => state.images.length);
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const settings = useMemo(() => settingsOf(rested), [rested]);
  const { drawing } = useClassSampling(settings, model);
  // A way is made anew whenever it is asked for; what it takes is a number.
  const seconds =
    settings &&
    model &&
    trainingSeconds(settings, { timings: model.timings, nativeSize: model.nativeSize, classDrawing: drawing });
  return useMemo(
    () => (settings && model && seconds !== null ? adviceOnForm(settings, images, model, seconds) : []),
    [settings, images, model, seconds],
  );
}

function settingsOf(form: TrainForm): TrainSettings | null {
  return (form.method === 'lora' ? readLora(form.lora) : readInversion(form.inversion, {})).settings;
}

/** @param seconds that the run will take */
function adviceOnForm(
  settings: TrainSettings,
  images: number,
  model: ModelInfo,
  seconds: number,
): (Remark<TrainingChange> | null)[] {
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
      seconds,
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

/** The field that saves most memory. */
const MEMORY_FIELDS: Record<TrainMethod, { label: Message; text: Message }> = {
  lora: { label: LORA.rank.label, text: msg('Go to rank') },
  'textual-inversion': { label: INVERSION.batchSize.label, text: msg('Go to batch size') },
};

/** Samples have no ids of their own, and steps and seeds come again in the next run. */
const sampleIds = new WeakMap<Picture, string>();

function sampleId(picture: Picture): string {
  const id = sampleIds.get(picture) ?? newRecordId();
  sampleIds.set(picture, id);
  return id;
}

/** The run's last set of sample pictures. */
function useLastSamples(samples: readonly SamplePicture[]) {
  return useMemo(() => {
    const step = samples.at(-1)?.step;
    // What is drawn before the first step is the model's own.
    if (step === undefined || step === 0) return [];
    return samples
      .filter((sample) => sample.step === step)
      .map(({ seed, picture }) => ({
        id: sampleId(picture),
        bytes: picture,
        called: t('The sample picture of step {step}, seed {seed},', { step, seed }),
        withAdapter: true,
      }));
  }, [samples]);
}

/** On the run that is going on, or was the last. */
export function useAdviceOnRun(): (Remark | null)[] {
  const { run, losses, evaluations, samples } = useTraining();
  const method = useTrainForm((state) => state.method);
  const copy = useCopyAdvice(useLastSamples(samples));
  const skipped = run.state === 'running' ? (run.speed?.skippedSteps ?? 0) : 0;
  const whole = run.state === 'ended' && !run.stopped && run.stepsDone === run.stepsTaken;
  // Where early stopping took an earlier step, what came after it is not in the adapter.
  const measured = evaluations.filter(({ trained, heldOut }) => isShown(trained) && isShown(heldOut ?? 0));
  const kept = run.state === 'ended' ? measured.filter(({ step }) => step <= run.stepsDone) : measured;
  const failure = run.state === 'failed' ? run.error.code : null;
  return [
    outOfMemory(failure, { label: t(MEMORY_FIELDS[method].label), text: t(MEMORY_FIELDS[method].text) }),
    lostRun(failure, kept),
    overfitting(kept),
    copy,
    skippedSteps({ skipped, steps: losses.length }),
    ...(whole ? [hardlyLearnt(kept), finishedLength(kept)] : []),
    hiddenPage(hiddenTime()),
  ];
}
