/** Films from before: unfinished ones to go on with, finished ones to show again. */
import { Play, Trash2 } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import styles from '../MorphPanel.module.css';
import { FORMAT_NAMES } from '../morphEstimate.ts';
import { isRendering } from '../morphState.ts';
import { resumeMorph, useMorph } from '../morphStore.ts';
import { removeFilm, type StoredFilm, showFilm, useFilms } from './filmRepository.ts';
import { filmText } from './filmText.ts';

export function FilmList({ films }: { films: readonly StoredFilm[] }) {
  if (films.length === 0) return null;
  return (
    <ul className={styles.films} aria-label="Films">
      {films.map((film) => (
        <li key={film.id} className={styles.film}>
          <ErrorBoundary what="This film" actions={<Button onClick={() => void removeFilm(film.id)}>Remove it</Button>}>
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
          {filmText(film)} · {FORMAT_NAMES[film.encoding.format]}
        </p>
      </div>
      {film.bytes !== null && <Button onClick={() => void showFilm(film.id)}>Show</Button>}
      {elsewhere && <p className={styles.facts}>Being made in another tab.</p>}
      {film.bytes === null && !rendering && !elsewhere && (
        <Button onClick={() => void resumeMorph(film.id)}>
          <Play aria-hidden size={16} />
          Go on from frame {film.kept} of {film.frames}
        </Button>
      )}
      {!elsewhere && (
        <IconButton name={`Remove the film of ${film.frames} frames`} onClick={() => void removeFilm(film.id)}>
          <Trash2 aria-hidden size={16} />
        </IconButton>
      )}
    </>
  );
}
