/** The training form follows the open dataset: its name and words stand where those of the former one stood. */
import { t } from '../../../kit/language/t.ts';
import { useDataset } from '../../dataset/datasetStore.ts';
import { FIRST_DATASET } from '../../dataset/imageRecords.ts';
import { describeDataset } from '../../dataset/subjects/datasetActions.ts';
import { FIRST_NAME, FIRST_WORDS } from '../../dataset/subjects/datasetRecords.ts';
import { datasetById, useDatasets } from '../../dataset/subjects/datasetsStore.ts';
import { SUBJECT_TOKEN } from '../../drawing/settings/drawingDefaults.ts';
import { rareWord } from '../../drawing/settings/promptWords.ts';
import { followedWords, followWords, wordsOfPrompts } from './datasetWords.ts';
import { keepPlaceholderNew } from './freePlaceholder.ts';
import { type DatasetWords, editInversion, editLora, useTrainForm } from './trainForm.ts';

/** What the forms say before there is any dataset. */
const firstWords = (): DatasetWords => ({ name: t(FIRST_NAME), ...FIRST_WORDS });

/** Milliseconds of rest in typing before the form follows: half a word may be another one that stands in it. */
const REST = 500;

/** To be called once the form is as it was kept. */
export function watchDataset(): void {
  let followed = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const { open } = useDataset.getState();
    clearTimeout(timer);
    if (open !== followed) {
      if (follow()) followed = open;
    } else timer = setTimeout(follow, REST);
  };
  look();
  useDatasets.subscribe(look);
  useDataset.subscribe(({ open }, before) => {
    if (open !== before.open) look();
  });
}

/** Whether the open dataset is known. */
function follow(): boolean {
  const dataset = datasetById(useDataset.getState().open);
  if (!dataset) return false;
  const form = useTrainForm.getState();
  const first = firstWords();
  const before = form.words ?? first;
  if (form.words === null && dataset.id === FIRST_DATASET) {
    const { instancePrompt, classPrompt } = form.lora;
    const own = wordsOfPrompts(form.lora, rareWord(instancePrompt, classPrompt, SUBJECT_TOKEN));
    const isFirst = dataset.subjectWord === first.subjectWord && dataset.classWord === first.classWord;
    // A form of an earlier version knows more of its only subject than anyone.
    if (own && isFirst && (own.subjectWord !== first.subjectWord || own.classWord !== first.classWord)) {
      useTrainForm.setState({ words: { name: dataset.name, ...own } });
      describeDataset(dataset.id, own);
      return true;
    }
  }
  const after = followedWords(before, dataset);
  if (form.words && same(form.words, after)) return true;
  const { lora, inversion } = followWords(form, before, after, first);
  useTrainForm.setState({ words: after });
  editLora(lora);
  editInversion(inversion);
  keepPlaceholderNew();
  return true;
}

const same = (one: DatasetWords, other: DatasetWords) =>
  one.name === other.name && one.subjectWord === other.subjectWord && one.classWord === other.classWord;
