/** The tour, offered to those who have made nothing yet; once declined or taken, it is found in the Course. */
import { Button } from '../../kit/buttons/Button.tsx';
import styles from './Tour.module.css';
import { noteSeen } from './tourState.ts';
import { startTour } from './tourStore.ts';

export function TourOffer() {
  return (
    <section className={styles.offer} aria-label="A first visit">
      <p>New here? A tour of six steps ends with a first picture of your own. You can leave it at any time.</p>
      <div className={styles.actions}>
        <Button onClick={startTour}>Start the tour</Button>
        <Button kind="quiet" onClick={noteSeen}>
          Not now
        </Button>
      </div>
    </section>
  );
}
