/** Seeds to choose from by sight: press one to put it behind the last keyframe, once more to take it out. */
import { KEYFRAME_COUNT } from '../../../contract/settings/filmSettings.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { PictureCanvas } from '../../../kit/images/PictureCanvas.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from '../MorphPanel.module.css';
import { type MorphForm, newKeyframe } from '../morphForm.ts';
import { changeKeyframes } from '../morphStore.ts';
import { previewSubject } from './seedPreviewFlow.ts';
import { cancelPreviews, drawPreviews, useSeedPreviews } from './seedPreviews.ts';

export function SeedPicker({ form }: { form: MorphForm }) {
  const { offered, pictures, subject, drawing, error } = useSeedPreviews();
  const old = subject !== null && subject !== previewSubject(form);
  const drawn = offered.flatMap((seed) => {
    const picture = pictures.get(seed);
    return picture ? [{ seed, picture }] : [];
  });
  const chosen = new Set(form.keyframes.map(({ seed }) => Number(seed)));
  const toggle = (seed: number) =>
    changeKeyframes((all) => {
      const rest = all.filter((keyframe) => Number(keyframe.seed) !== seed);
      const next = rest.length < all.length ? rest : [...all, newKeyframe(seed, all.length)];
      return next.length < KEYFRAME_COUNT.limits.min || next.length > KEYFRAME_COUNT.limits.max ? all : next;
    });
  return (
    <div className={styles.picker}>
      {error && <ErrorNote error={error} />}
      {drawn.length > 0 && (
        <ul className={styles.seeds} aria-label={t('Seeds to choose from')} data-old={old || undefined}>
          {drawn.map(({ seed, picture }) => (
            <li key={seed}>
              <button
                type="button"
                className={styles.seed}
                aria-pressed={chosen.has(seed)}
                aria-label={t('Seed {seed}', { seed })}
                onClick={() => toggle(seed)}
              >
                <PictureCanvas picture={picture} label="" />
                <span>{seed}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.row}>
        {drawing ? (
          <Button onClick={cancelPreviews}>{t('Stop previews')}</Button>
        ) : (
          <>
            {(offered.length === 0 || old || drawn.length < offered.length) && (
              <Button onClick={() => void drawPreviews(form, false)}>
                {offered.length === 0 ? t('Choose seeds by sight') : t('Draw the previews again')}
              </Button>
            )}
            {drawn.length > 0 && <Button onClick={() => void drawPreviews(form, true)}>{t('More seeds')}</Button>}
          </>
        )}
      </div>
      {old && !drawing && <p className={styles.note}>{t('The previews are of other settings than those above.')}</p>}
    </div>
  );
}
