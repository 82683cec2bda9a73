/** Course: the module's three exercises in order, each step a press away from the panel that it is about. */
import { Button } from '../../kit/buttons/Button.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { Rich } from '../../kit/language/Rich.tsx';
import { t } from '../../kit/language/t.ts';
import { startTour } from '../tour/tourStore.ts';
import styles from './Course.module.css';
import { useProgress } from './courseProgress.ts';
import { ExerciseSection } from './ExerciseSection.tsx';
import { DRAWING } from './exercises/drawing.ts';
import { EXPLORING } from './exercises/exploring.ts';
import { TEACHING } from './exercises/teaching.ts';
import type { Exercise } from './lesson.ts';

/** In the module's order. */
const EXERCISES = [DRAWING, EXPLORING, TEACHING] as const;

const MODULE =
  'https://burakkagann.github.io/Pixels2GenAI/content/Module_12_generative_ai_models/12.5_personalization_efficiency/12.5.1_dreambooth_personalization/README.html';

export function CoursePanel() {
  return (
    <PanelLayout
      title={t('Course')}
      intro={
        <Rich
          text={t(
            'The three exercises of the module <a>DreamBooth: Personalizing Diffusion Models</a>, without a script. Exercises 1 and 2 need an adapter: the ready-made one, or your own from exercise 3.',
          )}
          parts={{ a: (text) => <a href={MODULE}>{text}</a> }}
        />
      }
      controls={
        <>
          <ol className={styles.contents}>
            {EXERCISES.map((exercise) => (
              <li key={exercise.id}>
                <Contents exercise={exercise} />
              </li>
            ))}
          </ol>
          <p className={styles.note}>{t('New here? A tour of six steps leads to a first picture of your own.')}</p>
          <Button onClick={startTour}>{t('Start the tour')}</Button>
        </>
      }
    >
      {EXERCISES.map((exercise) => (
        <ExerciseSection key={exercise.id} exercise={exercise} />
      ))}
    </PanelLayout>
  );
}

/** Goes to an exercise, and tells how much of it was done. */
function Contents({ exercise: { id, title, steps } }: { exercise: Exercise }) {
  const done = useProgress((state) => steps.filter((step) => state.done.includes(step.id)).length);
  const go = () => {
    const section = document.getElementById(`exercise-${id}`);
    section?.scrollIntoView();
    section?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className={styles.entry} onClick={go}>
      <span>{t(title)}</span>
      <span className={styles.note}>{t('{done} of {steps} steps done', { done, steps: steps.length })}</span>
    </button>
  );
}
