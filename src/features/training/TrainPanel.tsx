/** Train: a LoRA or a word of its own, learnt from the dataset and watched while it runs. */
import { type ReactNode, useState } from 'react';
import type { ErrorInfo } from '../../contract/errors.ts';
import type { MemoryChange } from '../../contract/memory.ts';
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import { METHOD } from '../../contract/settings/runSettings.ts';
import type { TrainMethod, TrainSettings } from '../../contract/training.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SegmentedField } from '../../kit/fields/SegmentedField.tsx';
import { draftOf } from '../../kit/form/draft.ts';
import { Rich } from '../../kit/language/Rich.tsx';
import { t } from '../../kit/language/t.ts';
import { durationText } from '../../kit/text/durationText.ts';
import { numberText } from '../../kit/text/numberText.ts';
import { useStudio } from '../../session/studioStore.ts';
import { Adviser } from '../advice/Adviser.tsx';
import { useDataset } from '../dataset/datasetStore.ts';
import { useDatasets } from '../dataset/subjects/datasetsStore.ts';
import { MemoryPlan } from '../memory/MemoryPlan.tsx';
import { changeText } from '../memory/memoryPlan.ts';
import { useAdviceOnTraining } from './adviceOnTraining.ts';
import { useClassSampling } from './classImages/classSampling.ts';
import { GoOnElsewhere } from './elsewhere/GoOnElsewhere.tsx';
import { TrainSettingsFiles } from './files/TrainSettingsFiles.tsx';
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
import { BringHome } from './home/BringHome.tsx';
import { useQueue } from './queue/queueHere.ts';
import { isBusy } from './queue/queueState.ts';
import { startOrQueue } from './queue/queueStore.ts';
import { PausedActions, RunningActions } from './run/RunActions.tsx';
import { trainingSeconds } from './run/trainingProgress.ts';
import { isActive } from './run/trainingState.ts';
import { useTraining } from './run/trainingStore.ts';
import { SweepFields } from './sweep/SweepFields.tsx';
import { TrainingStage } from './TrainingStage.tsx';
import { LORA_HELP } from './trainingHelp.ts';

/** What each method is, for those who choose between them. */
const METHOD_HINTS: Record<TrainMethod, Message> = {
  lora: msg('A small adapter learns your fabric; the model itself stays as it is. The closest likeness.'),
  'textual-inversion': msg(
    'A new word learns to mean your fabric; nothing else changes. A tiny file, and a looser likeness.',
  ),
};

export function TrainPanel() {
  const form = useTrainForm();
  const active = useTraining((state) => isActive(state.run));
  const paused = useTraining(({ run }) => (run.state === 'paused' ? run.id : null));
  const error = useTraining(({ run }) => (run.state === 'failed' ? run.error : null));
  const wordErrors = useWordErrors(form.inversion);
  const { settings, fields } = methodForm(form, wordErrors);
  const advice = useAdviceOnTraining(form);
  const hasImages = useDataset(({ loaded, images, reading }) => !loaded || images.length + reading.length > 0);
  const trainingError = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model.trainingError : null));
  const [asked, setAsked] = useState(false);
  const submit = () => {
    setAsked(true);
    if (!settings || !hasImages || trainingError) return false;
    void startOrQueue(settings);
    return true;
  };
  return (
    <PanelLayout
      title={t('Train')}
      intro={t('Teach the model your fabric, from the images of your dataset.')}
      onSubmit={submit}
      controls={
        <>
          <SegmentedField
            label={t(METHOD.label)}
            value={form.method}
            onChange={chooseMethod}
            options={METHOD.values.map((method) => ({ value: method, name: t(METHOD.names[method]) }))}
            about={LORA_HELP.method}
            hint={t(METHOD_HINTS[form.method])}
          />
          {fields}
          <SweepFields />
          <TrainSettingsFiles settings={settings} />
          <Adviser label={t('Adviser on these settings')} remarks={advice} onChange={editTraining} />
          {!active && (
            <>
              <GoOnElsewhere going={settings && { settings, record: null }} />
              <BringHome />
            </>
          )}
        </>
      }
      actions={
        <>
          {trainingError && <TooLarge key={String(asked)} trainingError={trainingError} asked={asked} />}
          {!trainingError && !hasImages && <MissingImages asked={asked} />}
          {error && (
            <ErrorNote error={error}>
              {error.proposal && (
                <Button kind="plain" onClick={() => error.proposal && editLora(draftChange(error.proposal.change))}>
                  {t('Change to {change}', { change: changeText(error.proposal.change) })}
                </Button>
              )}
            </ErrorNote>
          )}
          {paused !== null && <PausedActions id={paused} />}
          {active && <RunningActions />}
          <StartAction settings={settings} main={paused === null && !active} />
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

interface StartActionProps {
  settings: TrainSettings | null;
  /** Whether starting a run is what the panel is for now; beside a paused one, going on is. */
  main: boolean;
}

function StartAction({ settings, main }: StartActionProps) {
  const opening = useStudio((state) => state.opening);
  const model = opening.state === 'ready' ? opening.model : null;
  const { drawing } = useClassSampling(settings, model);
  const busy = useQueue(isBusy);
  const reading = useDataset((state) => state.reading.length);
  return (
    <>
      {settings && model && !model.trainingError && (
        <p>
          {t('Time on this device: {duration}.', {
            duration: durationText(
              trainingSeconds(settings, {
                timings: model.timings,
                nativeSize: model.nativeSize,
                classDrawing: drawing,
              }),
            ),
          })}
        </p>
      )}
      <LearnsFrom />
      {opening.state === 'loading' && <p>{t('It starts as soon as the model is loaded.')}</p>}
      {reading > 0 && (
        <p>
          {t(
            'It waits for the {reading, plural, one {image that is} other {{count} images that are}} still being read.',
            { reading, count: numberText(reading) },
          )}
        </p>
      )}
      {settings?.method === 'lora' && (
        <MemoryPlan work={{ work: 'training', settings }} onChange={(change) => editLora(draftChange(change))} />
      )}
      <Button kind={main ? 'main' : 'plain'} type="submit">
        {busy ? t('Add to the queue') : t('Start training')}
      </Button>
    </>
  );
}

/** Which dataset it is, where there are several. */
function LearnsFrom() {
  const datasets = useDatasets((state) => state.datasets);
  const name = useDataset((state) => datasets.find(({ id }) => id === state.open)?.name);
  if (datasets.length < 2 || name === undefined) return null;
  return (
    <p>
      <Rich
        text={t('It learns from the dataset “{name}”. <a>Open another one</a>', { name })}
        parts={{ a: (text) => <a href="#/dataset">{text}</a> }}
      />
    </p>
  );
}

/** The model is too large for this device: said before anything is computed, with the way to one that isn't. */
function TooLarge({ trainingError, asked }: { trainingError: Omit<ErrorInfo, 'code'>; asked: boolean }) {
  return (
    <ErrorNote tone={asked ? 'danger' : 'warning'} error={trainingError}>
      <a href="#/library">{t('Models in the library')}</a>
    </ErrorNote>
  );
}

/** A hint at first; an alert once training was asked for all the same. */
function MissingImages({ asked }: { asked: boolean }) {
  const error = {
    message: t('There is no image to learn from yet.'),
    advice: t('About ten photographs make a good start.'),
  };
  return (
    <ErrorNote key={String(asked)} tone={asked ? 'danger' : 'warning'} error={error}>
      <a href="#/dataset">{t('Add images first')}</a>
    </ErrorNote>
  );
}

/** A change of settings as the form types them; a size is a drawing's. */
function draftChange({ size: _, ...change }: MemoryChange): Partial<TrainForm['lora']> {
  return draftOf(change);
}
