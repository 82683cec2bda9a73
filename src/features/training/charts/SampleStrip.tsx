/** The sample pictures of a run: the same prompt and seeds after ever more steps, one moment at a time. */
import { useState } from 'react';
import { PictureCanvas } from '../../../kit/images/PictureCanvas.tsx';
import { t } from '../../../kit/language/t.ts';
import { useTraining } from '../run/trainingStore.ts';
import styles from './SampleStrip.module.css';

export function SampleStrip() {
  const all = useTraining((state) => state.samples);
  const samples = all.filter(({ of }) => of === 'learnt');
  const steps = [...new Set(samples.map(({ step }) => step))];
  // Null follows the run.
  const [chosen, setChosen] = useState<number | null>(null);
  const step = chosen !== null && steps.includes(chosen) ? chosen : steps.at(-1);
  if (step === undefined) return null;
  return (
    <section className={styles.strip} aria-labelledby="sample-pictures">
      <h2 id="sample-pictures">{t('As it learns')}</h2>
      <ul className={styles.pictures}>
        {samples
          .filter((sample) => sample.step === step)
          .map(({ seed, picture }) => (
            <li key={`${step} ${seed}`}>
              <PictureCanvas picture={picture} label={t('After {step} steps, seed {seed}', { step, seed })} />
              <span>{t('seed {seed}', { seed })}</span>
            </li>
          ))}
      </ul>
      <label className={styles.scrub}>
        <span>{step === 0 ? t('Before the first step') : t('After {step} steps', { step })}</span>
        <input
          type="range"
          aria-label={t('Sample pictures after so many steps')}
          aria-valuetext={t('{step} steps', { step })}
          min={0}
          max={steps.length - 1}
          value={steps.indexOf(step)}
          disabled={steps.length < 2}
          onChange={(event) => {
            const index = Number(event.currentTarget.value);
            setChosen(index === steps.length - 1 ? null : (steps[index] ?? null));
          }}
        />
      </label>
    </section>
  );
}
