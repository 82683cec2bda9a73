/** The frame of everything in the library: its picture, its name, what it is, and what can be done with it. */
import { ImageUp, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ErrorInfo, Outcome } from '../../../contract/errors.ts';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import { useFit } from '../adapterFit.ts';
import { drawThumbnail } from '../adapterPicture.ts';
import { Checkpoints } from '../checkpoints/Checkpoints.tsx';
import type { OfferedFile } from '../files/exportFile.ts';
import styles from '../LibraryPanel.module.css';
import { type LibraryItem, subjectPrompt } from '../libraryState.ts';
import { Scores } from '../scores/Scores.tsx';
import { markOf, markText } from '../sweeps/sweepMarks.ts';
import { ExportMenu, type ExportOption } from './ExportMenu.tsx';
import { FewStepsField } from './FewStepsField.tsx';
import { ItemDetails } from './ItemDetails.tsx';
import { ItemName } from './ItemName.tsx';
import { originText } from './itemFacts.ts';
import { LossSparkline } from './LossSparkline.tsx';
import { deleteWithUndo } from './removeItem.ts';
import { UnsavedNote } from './UnsavedNote.tsx';

interface ItemCardProps<L extends string> {
  item: LibraryItem;
  /** What it is, in a line. */
  facts: string;
  /** Leads to where it is drawn with. */
  drawLink: ReactNode;
  exports: readonly ExportOption<L>[];
  makeFile: (layout: L) => Promise<Outcome<OfferedFile>>;
}

export function ItemCard<L extends string>({ item, facts, drawLink, exports, makeFile }: ItemCardProps<L>) {
  const [renaming, setRenaming] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const fitError = useFit(({ fitErrors }) => own(fitErrors, item.id));
  const thumbnail = useImageUrl(item.thumbnail);
  const { name, origin } = item;
  const prompt = subjectPrompt(item);
  const mark = markOf(item);
  const save = async (layout: L) => {
    const file = await makeFile(layout);
    if (file.ok) offerDownload(file.value.bytes, file.value.fileName);
    setError(file.ok ? null : file.error);
  };
  const draw = async () => {
    const drawn = await drawThumbnail(item);
    setError(drawn.ok || drawn.error.code === 'cancelled' ? null : drawn.error);
  };
  return (
    <div className={styles.card}>
      {thumbnail ? <img className={styles.thumbnail} src={thumbnail} alt="" /> : <div className={styles.thumbnail} />}
      <div className={styles.body}>
        <div className={styles.head}>
          <ItemName item={item} editing={renaming} onDone={() => setRenaming(false)} />
          {!renaming && (
            <IconButton name={t('Rename {name}', { name })} onClick={() => setRenaming(true)}>
              <Pencil aria-hidden size={15} />
            </IconButton>
          )}
          <IconButton name={t('Draw a new thumbnail for {name}', { name })} onClick={() => void draw()}>
            <ImageUp aria-hidden size={15} />
          </IconButton>
          <IconButton name={t('Delete {name}', { name })} onClick={() => void deleteWithUndo(item)}>
            <Trash2 aria-hidden size={15} />
          </IconButton>
        </div>
        <p className={styles.facts}>{facts}</p>
        <p className={styles.facts}>{originText(item)}</p>
        {mark && (
          <p className={styles.facts}>{t('Sweep “{name}”: {mark}', { name: mark.name, mark: markText(mark) })}</p>
        )}
        {prompt !== null && <p className={styles.prompt}>{prompt}</p>}
        <UnsavedNote id={item.id} />
        {fitError && <p className={styles.fitError}>{fitError}</p>}
        {origin.kind === 'trained' && <LossSparkline losses={origin.losses} />}
        <div className={styles.actions}>
          {drawLink}
          <ExportMenu name={name} options={exports} onExport={(layout) => void save(layout)} />
        </div>
        {error && <ErrorNote error={error} onDismiss={() => setError(null)} />}
        {item.method === 'lora' && <Checkpoints record={item} />}
        {(item.method === 'embedding' || !item.fewSteps) && <Scores item={item} />}
        <ItemDetails item={item}>{item.method === 'lora' && <FewStepsField record={item} />}</ItemDetails>
      </div>
    </div>
  );
}
