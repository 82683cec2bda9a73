/** Films from before: unfinished ones to go on with, finished ones to show again. */
import { Play, Trash2 } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import styles from '../MorphPanel.module.css';
import { FORMAT_NAMES } from '../morphEstimate.ts';
import { isRendering } from '../morphState.ts';
import { resumeMorph, useMorph } from '../morphStore.ts';
import { removeFilm, type StoredFilm, showFilm } from './filmRepository.ts';
import { filmText } from './filmText.ts';

export function FilmList({ films }: { films: readonly StoredFilm[] }) {
  const rendering = useMorph((state) => isRendering(state.run));
  if (films.length === 0) return null;
  return (
    <ul className={styles.films} aria-label="Films">
      {films.map((film) => (
        <li key={film.id} className={styles.film}>
          <div>
            <p>{film.settings.prompt}</p>
            <p className={styles.facts}>
              {filmText(film)} · {FORMAT_NAMES[film.encoding.format]}
            </p>
          </div>
          {film.bytes !== null && <Button onClick={() => void showFilm(film.id)}>Show</Button>}
          {film.bytes === null && !rendering && (
            <Button onClick={() => void resumeMorph(film.id)}>
              <Play aria-hidden size={16} />
              Go on from frame {film.kept} of {film.frames}
            </Button>
          )}
          <IconButton name={`Remove the film of ${film.frames} frames`} onClick={() => void removeFilm(film.id)}>
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
