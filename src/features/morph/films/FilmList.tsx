/** Films from before: unfinished ones to go on with, finished ones to show again. */
import { Play, Trash2 } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from '../MorphPanel.module.css';
import { FORMAT_NAMES } from '../morphEstimate.ts';
import { isRendering } from '../morphState.ts';
import { resumeMorph, useMorph } from '../morphStore.ts';
import { removeFilm, type StoredFilm, showFilm, useFilms } from './filmRepository.ts';
import { filmText } from './filmText.ts';

export function FilmList({ films }: { films: readonly StoredFilm[] }) {
  if (films.length === 0) return null;
  return (
    <ul className={styles.films} aria-label={t('Films')}>
      {films.map((film) => (
        <li key={film.id} className={styles.film}>
          <ErrorBoundary
            what={t('This film')}
            actions={<Button onClick={() => void removeFilm(film.id)}>{t('Remove it')}</Button>}
          >
            <FilmRow film={film} />
          </ErrorBoundary>
        </li>
      ))}
    </ul>
  );
}

function FilmRow({ film }: { film: StoredFilm }) {
  const rendering = useMorph((state) => isRendering(state.run));
  const elsewhere = useFilms((state) => state.elsewhere.includes(film.id));
  return (
    <>
      <div>
        <p>{film.settings.prompt}</p>
        <p className={styles.facts}>
          {filmText(film)} · {t(FORMAT_NAMES[film.encoding.format])}
        </p>
      </div>
      {film.bytes !== null && <Button onClick={() => void showFilm(film.id)}>{t('Show')}</Button>}
      {elsewhere && <p className={styles.facts}>{t('Being made in another tab.')}</p>}
      {film.bytes === null && !rendering && !elsewhere && (
        <Button onClick={() => void resumeMorph(film.id)}>
          <Play aria-hidden size={16} />
          {t('Go on from frame {kept} of {frames}', { kept: film.kept, frames: film.frames })}
        </Button>
      )}
      {!elsewhere && (
        <IconButton
          name={t('Remove the film of {frames} frames', { frames: film.frames })}
          onClick={() => void removeFilm(film.id)}
        >
          <Trash2 aria-hidden size={16} />
        </IconButton>
      )}
    </>
  );
}
