/** One kept adapter: what it is, how it came to be, how its loss went, and what can be done with it. */
import { ImageUp, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { LoraFileLayout, StudioFault } from '../../../workers/protocol.ts';
import { buttonClass } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { offerDownload } from '../../components/offerDownload.ts';
import { adapterFile } from '../../stores/adapterExports.ts';
import { useFit } from '../../stores/adapterFit.ts';
import { drawThumbnail } from '../../stores/adapterPicture.ts';
import { deleteAdapter, instancePrompt, type KeptAdapter, keepAdapter } from '../../stores/libraryStore.ts';
import { AdapterDetails } from './AdapterDetails.tsx';
import { AdapterName } from './AdapterName.tsx';
import { adapterFacts, originText } from './adapterFacts.ts';
import { ExportMenu } from './ExportMenu.tsx';
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
  const [fault, setFault] = useState<StudioFault | null>(null);
  const misfit = useFit(({ misfits }) => misfits[record.id]);
  const thumbnail = useThumbnail(record.thumbnail);
  const { id, name, origin } = record;
  const prompt = instancePrompt(origin);
  const save = async (layout: LoraFileLayout) => {
    const file = await adapterFile(record, layout);
    if (file.ok) offerDownload(file.value.bytes, file.value.fileName);
    setFault(file.ok ? null : file.fault);
  };
  const draw = async () => {
    const drawn = await drawThumbnail(id);
    setFault(drawn.ok || drawn.fault.code === 'cancelled' ? null : drawn.fault);
  };
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
          <IconButton name={`Draw a new thumbnail for ${name}`} onClick={() => void draw()}>
            <ImageUp aria-hidden size={15} />
          </IconButton>
          <IconButton name={`Delete ${name}`} onClick={() => void deleteWithUndo(id)}>
            <Trash2 aria-hidden size={15} />
          </IconButton>
        </div>
        <p className={styles.facts}>{adapterFacts(record)}</p>
        <p className={styles.facts}>{originText(record)}</p>
        {prompt !== null && <p className={styles.prompt}>{prompt}</p>}
        {misfit && <p className={styles.misfit}>{misfit}</p>}
        {origin.kind === 'trained' && <LossSparkline losses={origin.losses} />}
        <div className={styles.actions}>
          <a className={buttonClass('plain')} href={`#/create?adapter=${id}`}>
            Draw with it
          </a>
          <ExportMenu name={name} onExport={(layout) => void save(layout)} />
        </div>
        {fault && <FaultNote fault={fault} onDismiss={() => setFault(null)} />}
        <AdapterDetails origin={origin} />
      </div>
    </li>
  );
}
