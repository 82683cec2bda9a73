/** One kept adapter: how it was trained, how its loss went, and what can be done with it. */
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { buttonClass } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { deleteAdapter, instancePrompt, type KeptAdapter, keepAdapter } from '../../stores/libraryStore.ts';
import { AdapterDetails } from './AdapterDetails.tsx';
import { AdapterName } from './AdapterName.tsx';
import { adapterFacts, originText } from './adapterFacts.ts';
import styles from './LibraryPanel.module.css';
import { LossSparkline } from './LossSparkline.tsx';
import { useThumbnail } from './useThumbnail.ts';

async function deleteWithUndo(id: string): Promise<void> {
  const deleted = await deleteAdapter(id);
  if (!deleted) return;
  const undo = () => void keepAdapter(deleted);
  toast(`“${deleted.name}” was deleted.`, { duration: 10_000, action: { label: 'Undo', onClick: undo } });
}

export function AdapterCard({ record }: { record: KeptAdapter }) {
  const [renaming, setRenaming] = useState(false);
  const thumbnail = useThumbnail(record.thumbnail);
  const { id, name, origin } = record;
  const prompt = instancePrompt(origin);
  return (
    <li className={styles.card}>
      {thumbnail ? <img className={styles.thumbnail} src={thumbnail} alt="" /> : <div className={styles.thumbnail} />}
      <div className={styles.body}>
        <div className={styles.head}>
          <AdapterName id={id} name={name} editing={renaming} onDone={() => setRenaming(false)} />
          {!renaming && (
            <IconButton name={`Rename ${name}`} onClick={() => setRenaming(true)}>
              <Pencil aria-hidden size={15} />
            </IconButton>
          )}
          <IconButton name={`Delete ${name}`} onClick={() => void deleteWithUndo(id)}>
            <Trash2 aria-hidden size={15} />
          </IconButton>
        </div>
        <p className={styles.facts}>{adapterFacts(record)}</p>
        <p className={styles.facts}>{originText(record)}</p>
        {prompt !== null && <p className={styles.prompt}>{prompt}</p>}
        {origin.kind === 'trained' && <LossSparkline losses={origin.losses} />}
        <AdapterDetails origin={origin} />
        <a className={buttonClass('plain')} href={`#/create?adapter=${id}`}>
          Draw with it
        </a>
      </div>
    </li>
  );
}
