/** The dataset: photographs of one fabric, chosen, dropped or taken from the samples. */
import { FolderPlus, ImagePlus, Spool } from 'lucide-react';
import { type ChangeEvent, type ReactNode, useState } from 'react';
import { msg } from '../../contract/message.ts';
import type { PromptCheck } from '../../contract/studioWorker.ts';
import { Button, buttonClass } from '../../kit/buttons/Button.tsx';
import { FileButton } from '../../kit/buttons/FileButton.tsx';
import { DropArea, useFileDrop } from '../../kit/components/DropArea.tsx';
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { isModelFile } from '../../kit/files/fileKinds.ts';
import { About } from '../../kit/help/About.tsx';
import { t } from '../../kit/language/t.ts';
import { notifyError } from '../../session/noticesStore.ts';
import { addImages, addSamples } from './addImages.ts';
import { NotTakenNote } from './brought/NotTakenNote.tsx';
import { ClothColours } from './colours/ClothColours.tsx';
import { countText, leftText } from './countText.ts';
import styles from './DatasetPanel.module.css';
import { DatasetTile } from './DatasetTile.tsx';
import { DATASET_HELP } from './datasetHelp.ts';
import { dismissNotTaken, useDataset } from './datasetStore.ts';
import type { ImageRecord } from './imageRecords.ts';
import { removeWithUndo } from './removeImages.ts';
import { DatasetPicker } from './subjects/DatasetPicker.tsx';

/** So many tiles are there at once; the others as they come near. */
const AT_ONCE = 24;

/** Makes the browser ask for a folder; known to every browser, and to React by no other name. */
const ASK_FOR_FOLDER = { webkitdirectory: '' };

/** The folder that was chosen. Its input is emptied, so that the same one can be chosen again. */
function takeFolder({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
  void addImages([...(currentTarget.files ?? [])]);
  currentTarget.value = '';
}

const CaptionsDialog = lazyPart(
  msg('The captions'),
  async () => (await import('./captions/CaptionsDialog.tsx')).CaptionsDialog,
);

/** What can be done with all images at once. */
function ManyImages({ images }: { images: readonly ImageRecord[] }) {
  const [editing, setEditing] = useState(false);
  const download = async () => (await import('./captions/saveImages.ts')).saveImages(images);
  return (
    <div className={styles.many}>
      <Button kind="quiet" onClick={() => setEditing(true)}>
        {t('Edit captions')}
      </Button>
      <Button kind="quiet" onClick={() => void download().catch(notifyError)}>
        {t('Download images and captions')}
      </Button>
      {images.length > 1 && (
        <Button kind="quiet" onClick={() => void removeWithUndo(images)}>
          {t('Remove all')}
        </Button>
      )}
      {editing && <CaptionsDialog onClose={() => setEditing(false)} />}
    </div>
  );
}

interface DatasetPanelProps {
  /** What there is to be said of the images. */
  advice: ReactNode;
  /** What there is to be said of a caption, by what the text encoder sees of it; null for nothing. */
  captionWarning: (caption: string, check: PromptCheck | null) => string | null;
}

export function DatasetPanel({ advice, captionWarning }: DatasetPanelProps) {
  const { loaded, images, reading, notTaken } = useDataset();
  const { area, input } = useFileDrop((files) => void addImages(files), {
    mine: (files) => !files.every(isModelFile),
  });
  const empty = loaded && images.length === 0 && reading.length === 0;
  const controls = (
    <>
      <DatasetPicker />
      <div className={styles.actions}>
        <FileButton
          {...input}
          label={t('Add images')}
          icon={ImagePlus}
          kind="main"
          multiple
          accept="image/*,.txt,.caption,.jsonl,.csv,.zip"
        />
        <FileButton {...ASK_FOR_FOLDER} label={t('Add a folder')} icon={FolderPlus} onChange={takeFolder} />
        <Button onClick={() => void addSamples()} disabled={reading.length > 0}>
          {t('Use sample fabrics')}
        </Button>
      </div>
      <div className={styles.count}>
        <p>{countText(images.length)}</p>
        <About label={t('Photographs')} words={DATASET_HELP.images} />
      </div>
      {images.length > 0 && <ManyImages images={images} />}
      <ClothColours />
      {advice}
      {images.length > 0 && (
        <div className={styles.count}>
          <p>{t('A caption says what sets a picture apart. Without one it is learnt by the instance prompt.')}</p>
          <About label={t('Captions')} words={DATASET_HELP.captions} />
        </div>
      )}
      {images.length > 0 && (
        <a className={buttonClass('plain')} href="#/train">
          <Spool aria-hidden size={18} />
          {t('Next: teach the model')}
        </a>
      )}
      <NotTakenNote files={notTaken} onDismiss={dismissNotTaken} />
    </>
  );
  return (
    <PanelLayout
      title={t('Dataset')}
      intro={t('Photographs of one fabric teach the model what it looks like. They stay on this device.')}
      controls={controls}
    >
      <DropArea {...area}>
        {empty ? (
          <EmptyStage title={t('Drop photographs of your fabric here')}>
            <p>
              {t(
                'About ten are enough: the same cloth in different folds, distances and light. No photographs at hand? Use the sample fabrics.',
              )}
            </p>
          </EmptyStage>
        ) : (
          <ul className={styles.tiles} aria-label={t('Images of the dataset')}>
            {images.map((image, place) => (
              <DatasetTile key={image.id} image={image} first={place < AT_ONCE} captionWarning={captionWarning} />
            ))}
            {reading.length > 0 && (
              <li className={styles.reading}>
                {t('Reading {name}…', { name: reading[0] })}
                <span role="status">{leftText(reading.length)}</span>
              </li>
            )}
          </ul>
        )}
      </DropArea>
    </PanelLayout>
  );
}
