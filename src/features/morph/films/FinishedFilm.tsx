/** A finished film, playing, with its file to save. While its frames are kept it can be saved in other formats too. */
import { Download, Trash2 } from 'lucide-react';
import { FILM_FORMATS } from '../../../contract/filmWorker.ts';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { t } from '../../../kit/language/t.ts';
import { fileName } from '../../drawing/settings/settingsText.ts';
import styles from '../MorphPanel.module.css';
import { FORMAT_NAMES } from '../morphEstimate.ts';
import { isRendering } from '../morphState.ts';
import { encodeAgain, useMorph } from '../morphStore.ts';
import { useFormats } from './filmFormats.ts';
import { removeFilm, type StoredFilm } from './filmRepository.ts';
import { filmText } from './filmText.ts';

export function FinishedFilm({ film, url }: { film: StoredFilm; url: string }) {
  const { settings, encoding, frames, kept } = film;
  const { prompt, seed, size } = settings;
  const formats = useFormats((state) => state.formats);
  const rendering = useMorph((state) => isRendering(state.run));
  const others = FILM_FORMATS.filter((format) => format !== encoding.format && formats?.includes(format));
  return (
    <>
      {encoding.format === 'gif' ? (
        <img className={styles.picture} src={url} alt={prompt} width={size} height={size} />
      ) : (
        <video
          className={styles.picture}
          src={url}
          aria-label={prompt}
          width={size}
          height={size}
          autoPlay
          loop
          muted
          playsInline
          controls
        />
      )}
      <div className={styles.words}>
        <h2>{prompt}</h2>
        <p className={styles.facts}>{filmText(film)}</p>
        <div className={styles.row}>
          <a className={buttonClass('main')} href={url} download={fileName(prompt, seed, encoding.format)}>
            <Download aria-hidden size={18} />
            {t('Download {format}', { format: t(FORMAT_NAMES[encoding.format]) })}
          </a>
          {kept === frames &&
            !rendering &&
            others.map((format) => (
              <Button key={format} onClick={() => void encodeAgain(film.id, { ...encoding, format })}>
                {t('Turn into {format}', { format: t(FORMAT_NAMES[format]) })}
              </Button>
            ))}
          {!rendering && (
            <IconButton name={t('Remove this film')} onClick={() => void removeFilm(film.id)}>
              <Trash2 aria-hidden size={16} />
            </IconButton>
          )}
        </div>
      </div>
    </>
  );
}
