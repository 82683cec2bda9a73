/** Which dataset is open, what can be done with it, and the words that stand for its subject. */
import { useState } from 'react';
import { msg } from '../../../contract/message.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { lazyPart } from '../../../kit/components/lazyPart.tsx';
import { SelectField } from '../../../kit/fields/SelectField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { t } from '../../../kit/language/t.ts';
import { DATASET_HELP } from '../datasetHelp.ts';
import { useDataset } from '../datasetStore.ts';
import styles from './DatasetPicker.module.css';
import { createDataset, deleteDataset, describeDataset, duplicateDataset, renameDataset } from './datasetActions.ts';
import { type DatasetRecord, FIRST_NAME, FIRST_WORDS, LONGEST_WORD } from './datasetRecords.ts';
import { useDatasets } from './datasetsStore.ts';
import { openDataset } from './openDataset.ts';

const unread = () => ({ name: t(FIRST_NAME), ...FIRST_WORDS });

const NameDialog = lazyPart(
  msg('Naming'),
  async () => (await import('../../../kit/dialogs/NameDialog.tsx')).NameDialog,
);

export function DatasetPicker() {
  const { datasets, counts } = useDatasets();
  const open = useDataset((state) => state.open);
  const here = useDataset(({ images }) => images.length);
  const [asking, setAsking] = useState<'create' | 'rename' | null>(null);
  const [copying, setCopying] = useState(false);
  const reading = useDataset((state) => state.reading.length > 0);
  const loaded = useDataset((state) => state.loaded);
  const known = datasets.find(({ id }) => id === open);
  if (!known && loaded) return null;
  // Until they are read it keeps its place, so that nothing below moves.
  const dataset = known ?? { ...unread(), id: open };
  const name = (typed: string) => {
    void (asking === 'create' ? createDataset(typed) : renameDataset(open, typed));
    setAsking(null);
  };
  const copy = async () => {
    setCopying(true);
    await duplicateDataset(open).finally(() => setCopying(false));
  };
  const options = (known ? datasets : [dataset]).map((each) => ({
    value: each.id,
    name: `${each.name} (${each.id === open ? here : (counts.get(each.id) ?? 0)})`,
  }));
  return (
    <section className={styles.picker} aria-label={t('Datasets')} inert={!known} data-unread={!known || undefined}>
      <SelectField
        label={t('Open dataset')}
        about={DATASET_HELP.datasets}
        value={open}
        onChange={(id) => void openDataset(id)}
        options={options}
      />
      <div className={styles.actions}>
        <Button kind="quiet" onClick={() => setAsking('create')}>
          {t('New dataset')}
        </Button>
        <Button kind="quiet" onClick={() => setAsking('rename')}>
          {t('Rename dataset')}
        </Button>
        {/* What is on its way into it would be missing, or come to nobody. */}
        <Button kind="quiet" disabled={reading || copying} onClick={() => void copy()}>
          {copying ? t('Copying…') : t('Duplicate dataset')}
        </Button>
        <Button kind="quiet" disabled={reading || copying} onClick={() => void deleteDataset(open)}>
          {t('Delete dataset')}
        </Button>
      </div>
      <Words dataset={dataset} />
      {asking && (
        <NameDialog
          title={asking === 'create' ? t('New dataset') : t('Rename the dataset')}
          description={
            asking === 'create' ? (
              <p>{t('Pictures of another subject, with captions and words of their own. This one stays as it is.')}</p>
            ) : (
              <p>{t('What was learnt from it keeps the name that it had then.')}</p>
            )
          }
          label={t('Name of the dataset')}
          first={asking === 'rename' ? dataset.name : ''}
          press={asking === 'create' ? t('Create') : t('Save')}
          onName={name}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

function Words({
  dataset: { id, subjectWord, classWord },
}: {
  dataset: Pick<DatasetRecord, 'id' | 'subjectWord' | 'classWord'>;
}) {
  const cut = (word: string) => word.slice(0, LONGEST_WORD);
  return (
    <div className={styles.words}>
      <TextField
        label={t('Subject word')}
        about={DATASET_HELP.subjectWord}
        value={subjectWord}
        onChange={(word) => describeDataset(id, { subjectWord: cut(word) })}
      />
      <TextField
        label={t('Class word')}
        about={DATASET_HELP.classWord}
        value={classWord}
        onChange={(word) => describeDataset(id, { classWord: cut(word) })}
      />
    </div>
  );
}
