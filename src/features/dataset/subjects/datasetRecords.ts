/** Datasets as they outlive a reload: what is said of each; their images lie apart. */
import * as z from 'zod';
import { keptName, momentOf } from '../../../contract/library/itemNames.ts';
import { msg } from '../../../contract/message.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { NamedRecordStore } from '../../../kit/records/NamedRecordStore.ts';
import { FIRST_DATASET } from '../imageRecords.ts';

/** Characters of a word at most: it goes into prompts. */
export const LONGEST_WORD = 200;

const Word = z.string().max(PICTURE_SETTINGS.prompt.limits.max);

export const DatasetRecord = z.object({
  /** The ids of its images begin with it. */
  id: z.string().regex(/^[\w-]+$/),
  name: z.string().transform(keptName),
  /** Milliseconds since 1970. */
  createdAt: z.number().transform((time) => momentOf(time) ?? 0),
  /** The rare word that is to mean this subject, e.g. `sks`; empty where the form of training is left as it is. */
  subjectWord: Word,
  /** What kind of thing it is one of, e.g. `fabric pattern`; empty likewise. */
  classWord: Word,
});
export type DatasetRecord = z.infer<typeof DatasetRecord>;

/** What a dataset is called that nobody has named. */
export const FIRST_NAME = msg('My fabric');

/** The words that the forms begin with. */
export const FIRST_WORDS = { subjectWord: 'sks', classWord: 'fabric pattern' } as const;

/** What the images of earlier versions are of, and what a new studio has. */
export const firstDataset = (now: number): DatasetRecord => ({
  id: FIRST_DATASET,
  name: t(FIRST_NAME),
  createdAt: now,
  ...FIRST_WORDS,
});

export const datasetRecords = new NamedRecordStore('weft-datasets', msg('the datasets'), DatasetRecord);
