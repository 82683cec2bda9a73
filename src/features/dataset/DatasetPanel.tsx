/** The dataset: photographs of one fabric, chosen, dropped or taken from the samples. */
import { ImagePlus, Spool } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClass } from '../../kit/components/Button.tsx';
import { DropArea, useFileDrop } from '../../kit/components/DropArea.tsx';
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { FileButton } from '../../kit/components/FileButton.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { About } from '../../kit/help/About.tsx';
import { countText } from './countText.ts';
import styles from './DatasetPanel.module.css';
import { DatasetTile } from './DatasetTile.tsx';
import { DATASET_HELP } from './datasetHelp.ts';
import { addImages, addSamples, dismissError, useDataset } from './datasetStore.ts';

interface DatasetPanelProps {
  /** What there is to be said of the images. */
  advice: ReactNode;
  /** What there is to be said of a caption; null for nothing. */
  captionWarning: (caption: string) => string | null;
}

export function DatasetPanel({ advice, captionWarning }: DatasetPanelProps) {
  const { loaded, images, reading, errors } = useDataset();
  const { area, input } = useFileDrop((files) => void addImages(files));
  const empty = loaded && images.length === 0 && reading.length === 0;
  const controls = (
    <>
      <div className={styles.actions}>
        <FileButton {...input} label="Add images" icon={ImagePlus} kind="main" multiple accept="image/*" />
        <Button onClick={() => void addSamples()} disabled={reading.length > 0}>
          Use sample fabrics
        </Button>
      </div>
      <div className={styles.count}>
        <p>{countText(images.length)}</p>
        <About label="Photographs" words={DATASET_HELP.images} />
      </div>
      {advice}
      {images.length > 0 && (
        <div className={styles.count}>
          <p>A caption says what sets a picture apart. Without one it is learnt by the instance prompt.</p>
          <About label="Captions" words={DATASET_HELP.captions} />
        </div>
      )}
      {images.length > 0 && (
        <a className={buttonClass('plain')} href="#/train">
          <Spool aria-hidden size={18} />
          Next: teach the model
        </a>
      )}
      {errors.map(({ id, name, error }) => (
        <ErrorNote key={id} error={error} subject={name} onDismiss={() => dismissError(id)} />
      ))}
    </>
  );
  return (
    <PanelLayout
      title="Dataset"
      intro="Photographs of one fabric teach the model what it looks like. They stay on this device."
      controls={controls}
    >
      <DropArea {...area}>
        {empty ? (
          <EmptyStage title="Drop photographs of your fabric here">
            <p>
              About ten are enough: the same cloth in different folds, distances and light. No photographs at hand? Use
              the sample fabrics.
            </p>
          </EmptyStage>
        ) : (
          <ul className={styles.tiles} aria-label="Images of the dataset">
            {images.map((image) => (
              <DatasetTile key={image.id} image={image} warning={captionWarning(image.caption)} />
            ))}
            {reading.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files being read may bear the same name
              <li key={`${name}-${index}`} className={styles.reading}>
                Reading {name}…
              </li>
            ))}
          </ul>
        )}
      </DropArea>
    </PanelLayout>
  );
}
