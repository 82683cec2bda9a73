/** What became of the runs that were brought home last. */
import { Grid3x3 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { t } from '../../../kit/language/t.ts';
import { arrivalText } from './arrivalText.ts';
import styles from './Home.module.css';
import { dismissHome, useHome } from './home.ts';
import { type Arrival, commonSweep, comparable } from './homeState.ts';

export function Arrivals() {
  const home = useHome();
  const { reading, arrivals, notTaken } = home;
  const section = useRef<HTMLElement>(null);
  // Beside the form, or on a small screen far below it.
  useEffect(() => {
    if (reading) section.current?.scrollIntoView({ block: 'start' });
  }, [reading]);
  if (!reading && arrivals.length + notTaken.length === 0) return null;
  const adapters = comparable(home);
  const sweep = commonSweep(home);
  return (
    <section ref={section} className={styles.arrivals} aria-labelledby="come-home">
      <h2 id="come-home">{t('Come home')}</h2>
      {reading && <p role="status">{t('Reading what was brought…')}</p>}
      <ul aria-label={t('Runs that came home')}>
        {arrivals.map((arrival) => (
          <li key={arrival.id}>
            <ArrivedRun arrival={arrival} />
          </li>
        ))}
      </ul>
      {notTaken.map(({ name, error }) => (
        <ErrorNote key={`${name} ${error.message}`} error={error} subject={name} />
      ))}
      {!reading && (
        <div className={styles.actions}>
          {adapters.length > 1 && (
            <a
              className={buttonClass('main')}
              href={sweep === null ? `#/compare?adapters=${adapters.join(',')}` : `#/compare?sweep=${sweep}`}
            >
              <Grid3x3 aria-hidden size={16} />
              {t('Compare the {adapters} adapters', { adapters: adapters.length })}
            </a>
          )}
          <Button kind="quiet" onClick={dismissHome}>
            {t('Close')}
          </Button>
        </div>
      )}
    </section>
  );
}

function ArrivedRun({ arrival }: { arrival: Arrival }) {
  const { left } = arrival;
  return (
    <>
      <p>{arrivalText(arrival)}</p>
      {left.length > 0 && (
        <details className={styles.left}>
          <summary>
            {left.length === 1 ? t('One part was left') : t('{left} parts were left', { left: left.length })}
          </summary>
          <ul>
            {left.map(({ part, error }) => (
              <li key={`${part} ${error.message}`}>
                {part}: {error.message} {error.advice}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
