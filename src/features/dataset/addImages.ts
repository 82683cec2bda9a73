/** Files into the dataset: a person's own, folders and zips of them, and the sample fabrics. */
import * as z from 'zod';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import { fetchShipped } from '../../kit/files/fetchShipped.ts';
import { pathOf } from '../../kit/files/pathOf.ts';
import { pngBlob } from '../../kit/images/storedPng.ts';
import { t } from '../../kit/language/t.ts';
import { unlessTaken } from '../../kit/records/tabLocks.ts';
import { numberText } from '../../kit/text/numberText.ts';
import { errorInfoOf } from '../../kit/worker/outcome.ts';
import { prepareImage } from '../../session/imageClient.ts';
import { bring, namesToRead } from './brought/bring.ts';
import { holdOriginals, keepOriginal } from './crops/originals.ts';
import { noteAdded } from './datasetSteps.ts';
import {
  datasetRead,
  endReading,
  keepImages,
  newPlace,
  noteStored,
  type ReadFile,
  showImages,
  startReading,
  tellNotTaken,
  useDataset,
} from './datasetStore.ts';
import type { ImageRecord } from './imageRecords.ts';

/** What the sample fabrics' list tells: their files, beside it. */
const SampleList = z.object({ images: z.array(z.string()).min(1) });

const LONGEST_CAPTION = PICTURE_SETTINGS.prompt.limits.max;

/** Ends when what was added before has been read: the dataset's order is that in which it was added. */
let turn: Promise<void> = Promise.resolve();

/**
 * Takes files, folders and zips into the open dataset, one picture after the other, in natural order and with the captions
 * that lie beside them. What is no usable image is told of in one message; the others join the dataset.
 */
export function addImages(files: readonly File[]): Promise<void> {
  const brought = files.map((file) => ({ path: pathOf(file), file }));
  // Another one may be open by the time that they are read.
  const { open, loaded } = useDataset.getState();
  const waiting = startReading(namesToRead(brought), open);
  turn = turn.then(async () => {
    const { pictures, notTaken } = await bring(brought);
    if (!loaded) await datasetRead();
    const into = loaded ? open : useDataset.getState().open;
    tellNotTaken(notTaken);
    // What zips hold is only known now; both lists change at once, so that nobody sees none being read.
    const reading = startReading(
      pictures.map(({ name }) => name),
      into,
    );
    endReading(waiting);
    const added: (string | null)[] = [];
    for (const [place, { name, file, caption }] of pictures.entries()) {
      added.push(await addImage({ name, caption, sample: null }, async () => file, reading[place] as ReadFile));
    }
    noteAdded(into, added);
  });
  return turn;
}

/** Adds the sample fabrics that are not in the dataset yet. Those that another tab is adding come here by themselves. */
export function addSamples(): Promise<void> {
  return unlessTaken('weft-samples', addMissingSamples, () => undefined);
}

async function addMissingSamples(): Promise<void> {
  try {
    const { images: files } = SampleList.parse(await (await fetched('samples.json')).json());
    // Before that, those of earlier sessions would seem to be missing.
    await datasetRead();
    const { open, images } = useDataset.getState();
    const present = new Set(images.map(({ sample }) => sample));
    const reading = startReading(
      files.filter((file) => !present.has(file)),
      open,
    );
    const added: (string | null)[] = [];
    for (const file of reading) {
      const image = { name: file.name, caption: '', sample: file.name };
      added.push(await addImage(image, async () => (await fetched(file.name)).blob(), file));
    }
    noteAdded(open, added);
  } catch (error) {
    tellNotTaken([{ name: t('Sample fabrics'), error: errorInfoOf(error) }]);
  }
}

/** One of the files that are being read. Gives the image’s id; null where it did not become one. */
async function addImage(
  { name, caption, sample }: Pick<ImageRecord, 'name' | 'caption' | 'sample'>,
  read: () => Promise<Blob>,
  file: ReadFile,
): Promise<string | null> {
  const letGo = await holdOriginals();
  try {
    const photograph = await read();
    const { notes, bytes, ...prepared } = await prepareImage(photograph);
    const { sourceWidth: width, sourceHeight: height } = prepared;
    const original = await keepOriginal(photograph, { width, height });
    const record: ImageRecord = {
      ...(await newPlace(name, file.dataset)),
      ...prepared,
      bytes: pngBlob(bytes),
      ...(original !== undefined && { original }),
      sample,
      caption: caption.slice(0, LONGEST_CAPTION),
      notes: caption.length > LONGEST_CAPTION ? [...notes, cutCaption()] : notes,
    };
    showImages([record]);
    const stored = await keepImages([record]);
    if (stored || useDataset.getState().open === file.dataset) return record.id;
    // On no page it would be nowhere.
    noteStored([record.id], true);
    tellNotTaken([{ name, error: NO_ROOM }]);
    return null;
  } catch (error) {
    tellNotTaken([{ name, error: errorInfoOf(error) }]);
    return null;
  } finally {
    await letGo();
    endReading([file]);
  }
}

const NO_ROOM = {
  get message() {
    return t('The browser’s storage did not take it.');
  },
  get advice() {
    return t('Free some room, open its dataset and add it again.');
  },
} as const;

const cutCaption = () =>
  t('Its caption is longer than {most} characters: the rest was left out.', { most: numberText(LONGEST_CAPTION) });

const fetched = (name: string) => fetchShipped(`samples/${name}`, t('The sample'), t('Use sample fabrics'));
