/** The film: frame by frame while it is drawn, then whole; and the films from before. */
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { PictureCanvas } from '../../kit/images/PictureCanvas.tsx';
import { t } from '../../kit/language/t.ts';
import { FilmList } from './films/FilmList.tsx';
import { FinishedFilm } from './films/FinishedFilm.tsx';
import { useFilms } from './films/filmRepository.ts';
import { morphFraction, morphText } from './films/filmText.ts';
import styles from './MorphPanel.module.css';
import type { MorphRun } from './morphState.ts';
import { useMorph } from './morphStore.ts';

export function MorphStage() {
  const run = useMorph((state) => state.run);
  const running = useMorph((state) => state.filmId);
  const preview = useMorph((state) => state.preview);
  const films = useFilms((state) => state.films);
  const shown = useFilms((state) => state.shown);
  const film = films.find(({ id }) => id === shown?.id);
  if (films.length === 0 && (run.state === 'idle' || run.state === 'failed')) {
    return (
      <EmptyStage title={t('No film yet')}>
        <p>{t('Each keyframe is a picture of the same prompt; the film glides between them and closes the loop.')}</p>
      </EmptyStage>
    );
  }
  return (
    <div className={styles.stage}>
      {preview && <PictureCanvas picture={preview} label={t('The frame just drawn')} className={styles.picture} />}
      <Progress run={run} />
      {shown && film && !preview && <FinishedFilm film={film} url={shown.url} />}
      <FilmList films={films.filter(({ id, bytes }) => id !== running && (id !== shown?.id || bytes === null))} />
    </div>
  );
}

function Progress({ run }: { run: MorphRun }) {
  const fraction = morphFraction(run);
  const text = morphText(run);
  if (text === '') return null;
  return (
    <div className={styles.words}>
      {fraction !== undefined && <ProgressBar label={t('Morph progress')} fraction={fraction} />}
      <p className={styles.facts} role="status">
        {text}
      </p>
    </div>
  );
}
