/** One keyframe: its picture where it was drawn, what is its own, and its place in the film. */
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { KEYFRAME_COUNT } from '../../contract/settings/filmSettings.ts';
import { ADAPTER_WEIGHT } from '../../contract/settings/pictureSettings.ts';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { NumberField } from '../../kit/fields/NumberField.tsx';
import { SliderField, sliderBounds } from '../../kit/fields/SliderField.tsx';
import { TextField } from '../../kit/fields/TextField.tsx';
import { PictureCanvas } from '../../kit/images/PictureCanvas.tsx';
import { t } from '../../kit/language/t.ts';
import { fewStepIds } from '../drawing/fields/fewSteps.ts';
import { useLibrary } from '../library/libraryStore.ts';
import styles from './MorphPanel.module.css';
import { type KeyframeForm, type MorphErrors, type MorphForm, weightAt } from './morphForm.ts';
import { MORPH_HELP } from './morphHelp.ts';
import { changeKeyframes } from './morphStore.ts';
import { previewSubject } from './seeds/seedPreviewFlow.ts';
import { useSeedPreviews } from './seeds/seedPreviews.ts';

interface KeyframeCardProps {
  keyframe: KeyframeForm;
  /** 0 for the first. */
  place: number;
  form: MorphForm;
  error: MorphErrors['keyframes'][string] | undefined;
}

export function KeyframeCard({ keyframe, place, form, error }: KeyframeCardProps) {
  const { moves, drawing } = form;
  const library = useLibrary((state) => state.adapters);
  const few = fewStepIds(library);
  const current = useSeedPreviews((state) => state.subject === previewSubject(form));
  const picture = useSeedPreviews((state) => state.pictures.get(Number(keyframe.seed)));
  const name = t('keyframe {place}', { place: place + 1 });
  const count = form.keyframes.length;
  const edit = (change: Partial<KeyframeForm>) =>
    changeKeyframes((all) => all.map((other) => (other.id === keyframe.id ? edited(other, change) : other)));
  return (
    <li className={styles.keyframe}>
      {moves.noise && picture && (
        <div className={styles.thumb} data-old={current ? undefined : true}>
          <PictureCanvas picture={picture} label={t('Preview of seed {seed}', { seed: keyframe.seed })} />
        </div>
      )}
      <div className={styles.seedField}>
        {moves.noise && (
          <NumberField
            label={t('Seed of {name}', { name })}
            about={MORPH_HELP.keyframeSeed}
            value={keyframe.seed}
            onChange={(seed) => edit({ seed })}
            error={error?.seed}
          />
        )}
        {!moves.noise && <p className={styles.number}>{t('Keyframe {place}', { place: place + 1 })}</p>}
      </div>
      <div className={styles.order}>
        {place > 0 && (
          <IconButton
            name={t('Move {name} up', { name })}
            onClick={() => changeKeyframes((all) => swapped(all, place - 1))}
          >
            <ArrowUp aria-hidden size={16} />
          </IconButton>
        )}
        {place < count - 1 && (
          <IconButton
            name={t('Move {name} down', { name })}
            onClick={() => changeKeyframes((all) => swapped(all, place))}
          >
            <ArrowDown aria-hidden size={16} />
          </IconButton>
        )}
        {count > KEYFRAME_COUNT.limits.min && (
          <IconButton
            name={t('Remove {name}', { name })}
            onClick={() => changeKeyframes((all) => all.filter(({ id }) => id !== keyframe.id))}
          >
            <Trash2 aria-hidden size={16} />
          </IconButton>
        )}
      </div>
      {moves.prompt && (
        <TextField
          label={t('Prompt of {name}', { name })}
          about={MORPH_HELP.keyframePrompt}
          value={keyframe.prompt}
          onChange={(prompt) => edit({ prompt })}
          error={error?.prompt}
          placeholder={drawing.prompt}
          rows={2}
        />
      )}
      {moves.weight &&
        drawing.adapters
          .filter(({ id }) => !few.has(id))
          .map(({ id }) => (
            <SliderField
              key={id}
              label={t('{name} at {keyframe}', {
                name: library.find((adapter) => adapter.id === id)?.name ?? t('Adapter'),
                keyframe: name,
              })}
              about={MORPH_HELP.keyframeWeight}
              value={weightAt(keyframe, id)}
              onChange={(weight) => edit({ weights: { ...keyframe.weights, [id]: weight } })}
              {...sliderBounds(ADAPTER_WEIGHT)}
            />
          ))}
    </li>
  );
}

/** A keyframe that was edited holds no other's place. */
function edited({ standIn: _, ...keyframe }: KeyframeForm, change: Partial<KeyframeForm>): KeyframeForm {
  return { ...keyframe, ...change };
}

/** The list with the one at this place behind the next one. */
function swapped(all: readonly KeyframeForm[], place: number): readonly KeyframeForm[] {
  const [first, second] = [all[place], all[place + 1]];
  return first && second ? [...all.slice(0, place), second, first, ...all.slice(place + 2)] : all;
}
