/** What a run forgets: the class prompt from the same seeds, before the first step and after the last one that was looked at. */
import { PictureCanvas } from '../../../kit/images/PictureCanvas.tsx';
import { t } from '../../../kit/language/t.ts';
import type { SamplePicture } from '../run/trainingState.ts';
import { useTraining } from '../run/trainingStore.ts';
import styles from './SampleStrip.module.css';

export function Forgetting() {
  const samples = useTraining((state) => state.samples);
  const drawn = samples.filter(({ of }) => of === 'class');
  const before = drawn.filter(({ step }) => step === 0);
  const last = drawn.at(-1)?.step ?? 0;
  if (before.length === 0) return null;
  const after = last === 0 ? [] : drawn.filter(({ step }) => step === last);
  return (
    <section className={styles.strip} aria-labelledby="forgetting">
      <h2 id="forgetting">{t('What it still knows')}</h2>
      <p className={styles.words}>
        {t(
          'The class prompt alone, without the word for your fabric. Look whether the pictures stay what they were: where those below turn into your fabric, the class is being forgotten. More class images, or a larger prior weight, hold it.',
        )}
      </p>
      <Row title={t('Before the first step')} pictures={before} />
      {after.length > 0 && <Row title={t('After {last} steps', { last })} pictures={after} />}
    </section>
  );
}

function Row({ title, pictures }: { title: string; pictures: readonly SamplePicture[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.pictures}>
        {pictures.map(({ seed, picture }) => (
          <li key={seed}>
            <PictureCanvas
              picture={picture}
              label={t('The class, {title}, seed {seed}', { title: title.toLowerCase(), seed })}
            />
            <span>{t('seed {seed}', { seed })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
