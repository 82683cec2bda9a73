/** The tour, offered to those who have made nothing yet; once declined or taken, it is found in the Course. */
import { Button } from '../../kit/buttons/Button.tsx';
import { t } from '../../kit/language/t.ts';
import styles from './Tour.module.css';
import { noteSeen } from './tourState.ts';
import { startTour } from './tourStore.ts';

export function TourOffer() {
  return (
    <section className={styles.offer} aria-label={t('A first visit')}>
      <p>{t('New here? A tour of six steps ends with a first picture of your own. You can leave it at any time.')}</p>
      <div className={styles.actions}>
        <Button onClick={startTour}>{t('Start the tour')}</Button>
        <Button kind="quiet" onClick={noteSeen}>
          {t('Not now')}
        </Button>
      </div>
    </section>
  );
}
