/** One image of the dataset: as it will be trained on, with its name and what there is to know about it. */
import { X } from 'lucide-react';
import { IconButton } from '../../components/IconButton.tsx';
import { type DatasetImage, removeImage } from '../../stores/datasetStore.ts';
import styles from './DatasetPanel.module.css';

export function DatasetTile({ image }: { image: DatasetImage }) {
  const { id, name, url, side, sourceWidth, sourceHeight, notes } = image;
  return (
    <li className={styles.tile}>
      <img src={url} alt={name} width={side} height={side} decoding="async" />
      <div className={styles.remove}>
        <IconButton name={`Remove ${name}`} onClick={() => void removeImage(id)}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      <p className={styles.name}>{name}</p>
      <p className={styles.facts}>
        {sourceWidth} × {sourceHeight} px
      </p>
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </li>
  );
}
