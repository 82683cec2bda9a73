/** The library: adapters and words that were trained, merged or imported, to be used, renamed, saved as files or deleted. */
import { Combine, FileDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, buttonClass } from '../../kit/buttons/Button.tsx';
import { FileButton } from '../../kit/buttons/FileButton.tsx';
import { DropArea, useFileDrop } from '../../kit/components/DropArea.tsx';
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { isPictureFile } from '../../kit/files/fileKinds.ts';
import { useDatasets } from '../dataset/subjects/datasetsStore.ts';
import { ModelsSection } from '../models/ModelsSection.tsx';
import { AdapterCard } from './cards/AdapterCard.tsx';
import { EmbeddingCard } from './cards/EmbeddingCard.tsx';
import { HeldCard } from './cards/HeldCard.tsx';
import { dismissImportError, useImports } from './files/adapterImports.ts';
import { ReadyMadeButton } from './files/ReadyMadeButton.tsx';
import { UnknownLayersDialog } from './files/UnknownLayersDialog.tsx';
import { WordNameDialog } from './files/WordNameDialog.tsx';
import styles from './LibraryPanel.module.css';
import { ANY_DATASET, datasetsOfItems, itemsOfDataset } from './learntFrom.ts';
import { useLibrary } from './libraryStore.ts';
import { SweepsSection } from './sweeps/SweepsSection.tsx';
import { takeLibraryFiles } from './takeFiles.ts';

const MergeDialog = lazyPart('Merging', async () => (await import('./merging/MergeDialog.tsx')).MergeDialog);

interface LibraryPanelProps {
  /** All that is kept as one file, and back. */
  backup: ReactNode;
}

export function LibraryPanel({ backup }: LibraryPanelProps) {
  const { loaded, adapters: allAdapters, embeddings: allEmbeddings } = useLibrary();
  // Names are the datasets' own.
  useDatasets();
  const [wanted, setWanted] = useState(ANY_DATASET);
  const datasets = datasetsOfItems([...allAdapters, ...allEmbeddings]);
  const shown = datasets.some(({ id }) => id === wanted) ? wanted : ANY_DATASET;
  const adapters = itemsOfDataset(allAdapters, shown);
  const embeddings = itemsOfDataset(allEmbeddings, shown);
  const { reading, errors, question } = useImports();
  const [merging, setMerging] = useState(false);
  const { area, input } = useFileDrop(takeLibraryFiles, { mine: (files) => !files.every(isPictureFile) });
  const empty = loaded && allAdapters.length + allEmbeddings.length + reading.length === 0;
  const controls = (
    <>
      {!empty && <p className={styles.count}>{countText(allAdapters.length, allEmbeddings.length)}</p>}
      {datasets.length > 1 && (
        <SelectField
          label="Learnt from"
          value={shown}
          onChange={setWanted}
          options={[
            { value: ANY_DATASET, name: 'Any dataset' },
            ...datasets.map(({ id, name }) => ({ value: id, name })),
          ]}
        />
      )}
      <div className={styles.tools}>
        <a className={buttonClass('plain')} href="#/train">
          Teach another fabric
        </a>
        <FileButton {...input} label="Import adapters" icon={FileDown} multiple accept=".safetensors,.zip,.json" />
        <ReadyMadeButton />
        {allAdapters.length > 0 && (
          <Button onClick={() => setMerging(true)}>
            <Combine aria-hidden size={18} />
            Merge into one
          </Button>
        )}
      </div>
      <p className={styles.count}>
        Import LoRA files of diffusers, PEFT or kohya, and learnt words of textual inversion: choose them, or drop them
        or their folder on this panel. What a run left that was trained elsewhere, its folder out/ or a zip of it, comes
        home the same way.
      </p>
      {errors.map(({ id, name, error }) => (
        <ErrorNote key={id} error={error} subject={name} onDismiss={() => dismissImportError(id)} />
      ))}
      {backup}
    </>
  );
  return (
    <PanelLayout
      title="Library"
      intro="The models that draw, and the fabrics that they have learnt. All of it lives in this browser, on this device."
      controls={controls}
    >
      <DropArea {...area}>
        <ModelsSection />
        <SweepsSection />
        {empty ? (
          <EmptyStage title="No adapter yet">
            <p>
              Train one on your fabric; it is kept here when it is done. Or drop an adapter’s file here. To try one at
              once, use the ready-made weights: what the starter learnt from the sample fabrics.
            </p>
          </EmptyStage>
        ) : (
          <ul className={styles.cards} aria-label="Adapters">
            {reading.map(({ id, name }) => (
              <li key={id} className={styles.reading}>
                Reading {name}…
              </li>
            ))}
            {adapters.map((adapter, place) => (
              <HeldCard key={adapter.id} item={adapter} place={place}>
                <AdapterCard record={adapter} />
              </HeldCard>
            ))}
          </ul>
        )}
        {embeddings.length > 0 && (
          <section className={styles.words} aria-labelledby="words">
            <h2 id="words">Learnt words</h2>
            <p className={styles.count}>They can stand in any prompt, as they are written.</p>
            <ul className={styles.cards} aria-label="Learnt words">
              {embeddings.map((embedding, place) => (
                <HeldCard key={embedding.id} item={embedding} place={place}>
                  <EmbeddingCard record={embedding} />
                </HeldCard>
              ))}
            </ul>
          </section>
        )}
      </DropArea>
      {merging && <MergeDialog onClose={() => setMerging(false)} />}
      {question?.kind === 'layers' && <UnknownLayersDialog {...question} />}
      {question?.kind === 'word' && <WordNameDialog key={`${question.name} ${question.reason}`} {...question} />}
    </PanelLayout>
  );
}

function countText(adapters: number, words: number): string {
  const counted = [
    adapters === 1 ? '1 adapter' : `${adapters} adapters`,
    ...(words === 0 ? [] : [words === 1 ? '1 learnt word' : `${words} learnt words`]),
  ];
  return `${counted.join(' and ')} ${adapters + words === 1 ? 'is' : 'are'} kept.`;
}
