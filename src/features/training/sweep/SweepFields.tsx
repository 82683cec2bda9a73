/** A sweep: the form’s run many times, with one or two settings that differ. */
import { ListPlus } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { ChoicesField } from '../../../kit/fields/ChoicesField.tsx';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { listFrom, listText } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import { durationText } from '../../../kit/text/durationText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { useDataset } from '../../dataset/datasetStore.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { sweptLabel } from '../../library/sweeps/sweepMarks.ts';
import { type TrainForm, useTrainForm } from '../form/trainForm.ts';
import { useQueue } from '../queue/queueHere.ts';
import { SWEEP_HELP } from '../trainingHelp.ts';
import { axisSetting, readSweep, type SweptRun, typedValues } from './readSweep.ts';
import styles from './Sweep.module.css';
import { SweepBundle } from './SweepBundle.tsx';
import { queueSweep } from './sweepActions.ts';
import { editSweep, NO_SETTING, type SweepAxisForm, useSweepForm } from './sweepForm.ts';
import { sweptHint, sweptInput, sweptOptions, sweptSetting, sweptTicks } from './sweptSettings.ts';
import { type SweepCost, useSweepCost } from './useSweepCost.ts';

export function SweepFields() {
  const train = useTrainForm();
  const form = useSweepForm();
  const tokens = useTokens();
  const { runs, errors } = useMemo(() => readSweep(form, train, tokens), [form, train, tokens]);
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const cost = useSweepCost(runs, model);
  const noImages = useDataset(({ loaded, images, reading }) => loaded && images.length + reading.length === 0);
  const name = train.method === 'lora' ? train.lora.adapterName : train.inversion.adapterName;
  return (
    <Fold title={t('Sweep: many runs that differ')}>
      <p className={styles.about}>
        {t(
          'Every combination of the values becomes a run in the queue; all else is as in the form above. What they learnt stands side by side in the library, and in a grid.',
        )}
      </p>
      <AxisFields
        label={t('First setting')}
        axis={form.columns}
        train={train}
        error={errors.columns}
        onEdit={(columns) => editSweep({ columns })}
      />
      <AxisFields
        label={t('Second setting')}
        axis={form.rows}
        train={train}
        error={errors.rows}
        settingError={errors.rowsSetting}
        onEdit={(rows) => editSweep({ rows })}
      />
      {errors.whole && (
        <p className={styles.error} role="alert">
          {errors.whole}
        </p>
      )}
      {runs && (
        <>
          <p className={styles.about} role="status">
            {costText(runs, cost)}
          </p>
          <Button disabled={noImages || model?.trainingError != null} onClick={() => void queueSweep(name, runs)}>
            <ListPlus aria-hidden size={16} />
            {t('Add {runs} runs to the queue', { runs: runs.length })}
          </Button>
          <SweepBundle runs={runs} name={name} />
        </>
      )}
    </Fold>
  );
}

/** The tokens that words have, in the library and in the queue. */
function useTokens(): string[] {
  const embeddings = useLibrary((state) => state.embeddings);
  const items = useQueue((state) => state.items);
  return useMemo(
    () => [
      ...embeddings.map(({ embedding }) => embedding.token),
      ...items.flatMap(({ settings }) => (settings.method === 'textual-inversion' ? [settings.placeholder] : [])),
    ],
    [embeddings, items],
  );
}

export function costText(runs: readonly SweptRun[], cost: SweepCost | null): string {
  if (!cost) return t('{runs} runs. What they take is told once the model is loaded.', { runs: runs.length });
  const images =
    cost.classImages === 0
      ? ''
      : t(', with {classImages} class images that they share', { classImages: cost.classImages });
  const room =
    cost.bytes === null || cost.bytes === 0
      ? ''
      : t(' They take about {size} of storage.', { size: sizeText(cost.bytes) });
  return t('{runs} runs. Time on this device: {duration}{images}.{room}', {
    runs: runs.length,
    duration: durationText(cost.seconds),
    images,
    room,
  });
}

interface AxisFieldsProps {
  label: string;
  axis: SweepAxisForm;
  train: TrainForm;
  error: string | undefined;
  settingError?: string | undefined;
  onEdit: (axis: SweepAxisForm) => void;
}

function AxisFields({ label, axis, train, error, settingError, onEdit }: AxisFieldsProps) {
  const name = axisSetting(train, axis);
  return (
    <>
      <SelectField
        label={label}
        about={SWEEP_HELP.setting}
        value={name ?? NO_SETTING}
        options={[{ value: NO_SETTING, name: t('None') }, ...sweptOptions(train.method)]}
        onChange={(setting) => onEdit({ ...axis, setting })}
        error={settingError}
      />
      {name !== null && (
        <AxisValues
          name={name}
          train={train}
          text={typedValues(train, axis)}
          error={error}
          onEdit={(text) => onEdit({ ...axis, texts: { ...axis.texts, [name]: text } })}
        />
      )}
    </>
  );
}

interface AxisValuesProps {
  name: string;
  train: TrainForm;
  text: string;
  error: string | undefined;
  onEdit: (text: string) => void;
}

function AxisValues({ name, train, text, error, onEdit }: AxisValuesProps) {
  const setting = sweptSetting(train.method, name);
  if (!setting) return null;
  const label = t('Values of “{setting}”', { setting: sweptLabel(name) });
  const texts = { label, hint: sweptHint(setting), error, about: SWEEP_HELP.values };
  if (sweptInput(setting) === 'ticks') {
    const chosen = listFrom(text);
    return (
      <ChoicesField
        {...texts}
        options={sweptTicks(setting)}
        chosen={chosen}
        onChange={(now) => onEdit(listText(now))}
      />
    );
  }
  return <TextField {...texts} value={text} onChange={onEdit} rows={sweptInput(setting) === 'lines' ? 4 : 1} />;
}
