/** A run of the queue: what it will learn, how it stands, and what can be done with it. */
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { settingsRows } from '../../library/cards/originRows.ts';
import { useUnfinishedRuns } from '../unfinished/unfinishedRuns.ts';
import styles from './Queue.module.css';
import { type QueuedPicture, type QueueItem, queuedPictures } from './queueRecords.ts';
import type { Standing } from './queueState.ts';
import { removeFromQueue, tryAgain } from './queueStore.ts';
import { picturesInShort, settingsInShort, standingText, sweepName } from './queueText.ts';

interface QueueRowProps {
  item: QueueItem;
  standing: Standing;
  onMove: (by: -1 | 1) => void;
}

export function QueueRow({ item, standing, onMove }: QueueRowProps) {
  const { id, settings, sweep, error } = item;
  const name = settings.adapterName;
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model.fingerprint : null));
  const step = useUnfinishedRuns(({ runs }) => runs.find(({ record }) => record.id === id)?.step ?? 0);
  const underWay = standing === 'running' || standing === 'running elsewhere';
  return (
    <>
      <div className={styles.words}>
        <h3>{name}</h3>
        <p className={styles.facts} data-standing={standing}>
          {standingText(standing, item, model)}
          {!underWay && step > 0 && t('; goes on from step {step} of {steps}', { step, steps: settings.steps })}
        </p>
        <p className={styles.facts}>
          {[settingsInShort(settings), picturesInShort(item), ...(sweep ? [sweepName(sweep)] : [])].join(' · ')}
        </p>
      </div>
      <div className={styles.buttons}>
        <IconButton name={t('Move “{name}” up', { name })} onClick={() => onMove(-1)}>
          <ArrowUp aria-hidden size={16} />
        </IconButton>
        <IconButton name={t('Move “{name}” down', { name })} onClick={() => onMove(1)}>
          <ArrowDown aria-hidden size={16} />
        </IconButton>
        {!underWay && (
          <IconButton
            name={t('Remove “{name}” from the queue', { name })}
            onClick={() => void removeFromQueue([id], t('“{name}” was taken', { name }))}
          >
            <X aria-hidden size={16} />
          </IconButton>
        )}
      </div>
      {error && (
        <div className={styles.wide}>
          <ErrorNote error={error}>
            <Button onClick={() => tryAgain(id)}>{t('Try again')}</Button>
          </ErrorNote>
        </div>
      )}
      <RowDetails item={item} />
    </>
  );
}

/** Pictures are read once a person looks. */
function RowDetails({ item }: { item: QueueItem }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.wide} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.facts}>{t('What it will learn')}</summary>
      {open && (
        <div className={styles.details}>
          <Pictures item={item} />
          <p className={styles.facts}>
            {t('On {name}. These pictures, captions and settings are the run’s own.', { name: item.model.name })}
          </p>
          <dl className={styles.rows}>
            {settingsRows(item.settings).map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </details>
  );
}

function Pictures({ item }: { item: QueueItem }) {
  const [pictures, setPictures] = useState<ReadonlyMap<string, QueuedPicture>>(new Map());
  useEffect(() => {
    let shown = true;
    const wanted = item.images.map(({ fingerprint }) => fingerprint);
    queuedPictures.readSome(wanted).then(
      ({ records }) => shown && setPictures(new Map(records.map((picture) => [picture.id, picture]))),
      // What can't be read is told when its turn comes.
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [item.images]);
  return (
    <ul
      className={styles.pictures}
      aria-label={t('Pictures of “{adapterName}”', { adapterName: item.settings.adapterName })}
    >
      {item.images.map(({ fingerprint, name, caption }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice
        <li key={index}>
          <PictureTile bytes={pictures.get(fingerprint)?.bytes} name={name} caption={caption} />
        </li>
      ))}
    </ul>
  );
}

function PictureTile({ bytes, name, caption }: { bytes: Blob | undefined; name: string; caption: string }) {
  const url = useImageUrl(bytes);
  if (!url) return null;
  return <img src={url} alt={caption === '' ? name : `${name}: ${caption}`} title={caption} decoding="async" />;
}
