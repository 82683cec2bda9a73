/** The library: adapters and words that were trained, merged or imported, to be used, renamed, saved as files or deleted. */

import { Combine, FileDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { msg } from '../../contract/message.ts';
import { Button, buttonClass } from '../../kit/buttons/Button.tsx';
import { FileButton } from '../../kit/buttons/FileButton.tsx';
import { DropArea, useFileDrop } from '../../kit/components/DropArea.tsx';
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { PanelLayout } from '../../kit/components/PanelLayout.tsx';
import { SelectField } from '../../kit/fields/SelectField.tsx';
import { isPictureFile } from '../../kit/files/fileKinds.ts';
import { t } from '../../kit/language/t.ts';
import { listText } from '../../kit/text/listText.ts';
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

const MergeDialog = lazyPart(msg('Merging'), async () => (await import('./merging/MergeDialog.tsx')).MergeDialog);

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
          label={t('Learnt from')}
          value={shown}
          onChange={setWanted}
          options={[
            { value: ANY_DATASET, name: t('Any dataset') },
            ...datasets.map(({ id, name }) => ({ value: id, name })),
          ]}
        />
      )}
      <div className={styles.tools}>
        <a className={buttonClass('plain')} href="#/train">
          {t('Teach another fabric')}
        </a>
        <FileButton {...input} label={t('Import adapters')} icon={FileDown} multiple accept=".safetensors,.zip,.json" />
        <ReadyMadeButton />
        {allAdapters.length > 0 && (
          <Button onClick={() => setMerging(true)}>
            <Combine aria-hidden size={18} />
            {t('Merge into one')}
          </Button>
        )}
      </div>
      <p className={styles.count}>
        {t(
          'Import LoRA files of diffusers, PEFT or kohya, and learnt words of textual inversion: choose them, or drop them or their folder on this panel. What a run left that was trained elsewhere, its folder out/ or a zip of it, comes home the same way.',
        )}
      </p>
      {errors.map(({ id, name, error }) => (
        <ErrorNote key={id} error={error} subject={name} onDismiss={() => dismissImportError(id)} />
      ))}
      {backup}
    </>
  );
  return (
    <PanelLayout
      title={t('Library')}
      intro={t(
        'The models that draw, and the fabrics that they have learnt. All of it lives in this browser, on this device.',
      )}
      controls={controls}
    >
      <DropArea {...area}>
        <ModelsSection />
        <SweepsSection />
        {empty ? (
          <EmptyStage title={t('No adapter yet')}>
            <p>
              {t(
                'Train one on your fabric; it is kept here when it is done. Or drop an adapter’s file here. To try one at once, use the ready-made weights: what the starter learnt from the sample fabrics.',
              )}
            </p>
          </EmptyStage>
        ) : (
          <ul className={styles.cards} aria-label={t('Adapters')}>
            {reading.map(({ id, name }) => (
              <li key={id} className={styles.reading}>
                {t('Reading {name}…', { name })}
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
            <h2 id="words">{t('Learnt words')}</h2>
            <p className={styles.count}>{t('They can stand in any prompt, as they are written.')}</p>
            <ul className={styles.cards} aria-label={t('Learnt words')}>
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
    adapters === 1 ? t('1 adapter') : t('{adapters} adapters', { adapters }),
    ...(words === 0 ? [] : [words === 1 ? t('1 learnt word') : t('{words} learnt words', { words })]),
  ];
  return t('{items} {adapters, plural, one {is} other {are}} kept.', {
    items: listText(counted),
    adapters: adapters + words,
  });
}
