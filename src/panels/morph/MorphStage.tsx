/** The film: frame by frame while it is drawn, then whole. */
import { Download } from 'lucide-react';
import { buttonClass } from '../../components/Button.tsx';
import { EmptyStage } from '../../components/EmptyStage.tsx';
import { PictureCanvas } from '../../components/PictureCanvas.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { type Film, type MorphRun, useMorph } from '../../stores/morphStore.ts';
import { fileName } from '../../stores/settingsText.ts';
import { filmText, morphFraction, morphText } from './filmText.ts';
import styles from './MorphPanel.module.css';

export function MorphStage() {
  const run = useMorph((state) => state.run);
  const preview = useMorph((state) => state.preview);
  const film = useMorph((state) => state.film);
  const nothing = !film && (run.state === 'idle' || run.state === 'failed');
  if (nothing) {
    return (
      <EmptyStage title="No film yet">
        <p>Each keyframe is a picture of the same prompt; the film glides between them and closes the loop.</p>
      </EmptyStage>
    );
  }
  return (
    <div className={styles.stage}>
      {preview && <PictureCanvas picture={preview} label="The frame just drawn" className={styles.picture} />}
      <Progress run={run} />
      {film && !preview && <FinishedFilm film={film} />}
    </div>
  );
}

function Progress({ run }: { run: MorphRun }) {
  const fraction = morphFraction(run);
  return (
    <div className={styles.words}>
      {fraction !== undefined && <ProgressBar label="Morph progress" fraction={fraction} />}
      <p className={styles.facts}>{morphText(run)}</p>
    </div>
  );
}

function FinishedFilm({ film }: { film: Film }) {
  const { prompt, seed } = film.settings;
  return (
    <>
      <img
        className={styles.picture}
        src={film.url}
        alt={prompt}
        width={film.settings.size}
        height={film.settings.size}
      />
      <div className={styles.words}>
        <h2>{prompt}</h2>
        <p className={styles.facts}>{filmText(film)}</p>
        <a className={buttonClass('main')} href={film.url} download={fileName(prompt, seed, 'gif')}>
          <Download aria-hidden size={18} />
          Download GIF
        </a>
      </div>
    </>
  );
}
