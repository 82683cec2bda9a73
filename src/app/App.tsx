/** The frame, which is there before all else: the rail, and room for the studio, whose script is on its way meanwhile. */
import { lazy, Suspense } from 'react';
import { Button } from '../kit/buttons/Button.tsx';
import { plain } from '../kit/language/current.ts';
import { useLanguage } from '../kit/language/useLanguage.ts';
import styles from './App.module.css';
import { Rail } from './Rail.tsx';
import { useRoute } from './useRoute.ts';

const Studio = lazy(() =>
  import('./Studio.tsx').then(
    (loaded) => ({ default: loaded.Studio }),
    () => ({ default: NotLoaded }),
  ),
);

export function App() {
  const route = useRoute();
  // Its names are of the language.
  useLanguage();
  return (
    <div className={styles.shell}>
      <Rail route={route} />
      <Suspense fallback={<main className={styles.main} aria-busy />}>
        <Studio route={route} />
      </Suspense>
    </div>
  );
}

/** In the studio's place where its script could not be fetched: the browser does not ask for it again by itself. */
function NotLoaded() {
  return (
    <main className={styles.main} role="alert">
      <div className={styles.notLoaded}>
        <p>{plain('The studio could not be loaded: the connection to where it lies broke off.')}</p>
        <p>{plain('What you kept is still here. Try again once there is a connection.')}</p>
        <Button onClick={() => location.reload()}>{plain('Reload the page')}</Button>
      </div>
    </main>
  );
}
