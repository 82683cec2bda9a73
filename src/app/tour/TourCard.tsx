/** The tour's step above the panel that it is about: nothing is covered, and everything can be used meanwhile. */
import { CircleCheck, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { editCreate, useGallery } from '../../features/create/galleryStore.ts';
import { useDataset } from '../../features/dataset/datasetStore.ts';
import { useLibrary } from '../../features/library/libraryStore.ts';
import { isActive } from '../../features/training/run/trainingState.ts';
import { useTraining } from '../../features/training/run/trainingStore.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { t } from '../../kit/language/t.ts';
import { useStudio } from '../../session/studioStore.ts';
import type { Route } from '../address.ts';
import { pointAt } from './pointAt.ts';
import styles from './Tour.module.css';
import { useTour } from './tourState.ts';
import { TOUR, type TourFacts, type TourStep } from './tourSteps.ts';
import { goToStep, leaveTour } from './tourStore.ts';

const FIRST_PROMPT = 'a beautiful dress made of sks african fabric pattern, fashion photography';

function useFacts(): TourFacts {
  const picturesBefore = useTour((state) => state.picturesBefore);
  return {
    images: useDataset(({ images, reading }) => (reading.length > 0 ? 0 : images.length)),
    adapters: useLibrary(({ adapters }) => adapters.filter(({ fewSteps }) => !fewSteps).length),
    training: useTraining(({ run }) => isActive(run)),
    pictures: useGallery(({ pictures }) => pictures.length - picturesBefore),
  };
}

export function TourCard({ place, route }: { place: number; route: Route }) {
  const step = TOUR[place] ?? TOUR[0];
  const facts = useFacts();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const leaveOnEscape = (event: KeyboardEvent) => {
      const over = document.querySelector('[role="dialog"], [role="menu"]');
      if (event.key === 'Escape' && !event.defaultPrevented && !over) leaveTour();
    };
    addEventListener('keydown', leaveOnEscape);
    return () => removeEventListener('keydown', leaveOnEscape);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is read from its title on.
  useEffect(() => title.current?.focus(), [place]);
  const here = route === step.route;
  useEffect(() => (here ? pointAt(step.pointsAt) : undefined), [here, step]);
  const done = step.done?.(facts) ?? false;
  const last = place === TOUR.length - 1;
  const onwards = last ? t('Finish') : t('Next');
  return (
    <section className={styles.card} aria-label={t('Tour')}>
      <div className={styles.head}>
        <p className={styles.place}>{t('Step {place} of {tour}', { place: place + 1, tour: TOUR.length })}</p>
        <IconButton name={t('Leave the tour')} onClick={leaveTour}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      <h2 ref={title} tabIndex={-1} className={styles.title}>
        {t(step.title)}
      </h2>
      <p>{t(step.text)}</p>
      <p role="status" className={styles.done}>
        {done && (
          <>
            <CircleCheck aria-hidden size={16} />
            {step.doneText}
          </>
        )}
        {!done &&
          step.help === 'ready-made' &&
          facts.training &&
          t('It is learning. You can stay and watch, or go on and come back.')}
      </p>
      <div className={styles.actions}>
        <Button kind={step.done === null || done ? 'main' : 'plain'} onClick={() => goToStep(place + 1)}>
          {step.done === null || done ? onwards : t('{onwards} without it', { onwards })}
        </Button>
        {!here && <Button onClick={() => goToStep(place)}>{t('Back to this step')}</Button>}
        {!done && <Help step={step} />}
        {place > 0 && (
          <Button kind="quiet" onClick={() => goToStep(place - 1)}>
            {t('Step before')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What the tour can do in a person's place. */
function Help({ step: { help } }: { step: TourStep }) {
  const onStarter = useStudio(({ opening }) => opening.state === 'ready' && opening.model.ref.kind === 'starter');
  if (help === 'prompt')
    return <Button onClick={() => editCreate({ prompt: FIRST_PROMPT })}>{t('Fill in a dress')}</Button>;
  if (help !== 'ready-made' || !onStarter) return null;
  const take = async () => {
    // Its files are fetched when they are asked for.
    const { addReadyMade } = await import('../../features/library/files/readyMade.ts');
    await addReadyMade();
  };
  return <Button onClick={() => void take()}>{t('Take the ready-made weights')}</Button>;
}
