/** One exercise: its steps, what to look for, and questions with answers that can be tried out. */
import { Button } from '../../kit/buttons/Button.tsx';
import { t } from '../../kit/language/t.ts';
import styles from './Course.module.css';
import { markDone, useProgress } from './courseProgress.ts';
import type { Exercise, LessonStep, Question, Try } from './lesson.ts';

export function ExerciseSection({ exercise: { id, title, goal, steps, observe, questions } }: { exercise: Exercise }) {
  const heading = `exercise-${id}-title`;
  return (
    <section id={`exercise-${id}`} className={styles.exercise} aria-labelledby={heading} tabIndex={-1}>
      <header>
        <h2 id={heading}>{t(title)}</h2>
        <p className={styles.goal}>{t(goal)}</p>
      </header>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step.id} className={styles.step}>
            <Step step={step} />
          </li>
        ))}
      </ol>
      <div>
        <h3>{t('What to observe')}</h3>
        <ul className={styles.observe}>
          {observe.map((text) => (
            <li key={t(text)}>{t(text)}</li>
          ))}
        </ul>
      </div>
      <div className={styles.questions}>
        <h3>{t('Questions')}</h3>
        {questions.map((question) => (
          <Answered key={t(question.ask)} question={question} />
        ))}
      </div>
    </section>
  );
}

function Step({ step: { id, title, text, tries } }: { step: LessonStep }) {
  const done = useProgress((state) => state.done.includes(id));
  return (
    <>
      <div className={styles.head}>
        <h3>{t(title)}</h3>
        <label className={styles.done}>
          <input
            type="checkbox"
            checked={done}
            aria-label={t('Done: {title}', { title: t(title) })}
            onChange={(event) => markDone(id, event.currentTarget.checked)}
          />
          {t('Done')}
        </label>
      </div>
      <p>{t(text)}</p>
      <Tries tries={tries} />
    </>
  );
}

function Answered({ question: { ask, answer, tries } }: { question: Question }) {
  return (
    <details className={styles.question}>
      <summary>{t(ask)}</summary>
      <p>{t(answer)}</p>
      <Tries tries={tries} />
    </details>
  );
}

function Tries({ tries }: { tries: readonly Try[] }) {
  return (
    <div className={styles.tries}>
      {tries.map(({ label, act }) => (
        <Button key={t(label)} onClick={act}>
          {t(label)}
        </Button>
      ))}
    </div>
  );
}
