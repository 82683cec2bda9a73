/** Files into the dataset: a person's own, folders and zips of them, and the sample fabrics. */
import * as z from 'zod';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import { fetchSample } from '../../kit/files/fetchSample.ts';
import { pathOf } from '../../kit/files/pathOf.ts';
import { unlessTaken } from '../../kit/records/tabLocks.ts';
import { errorInfoOf } from '../../kit/worker/outcome.ts';
import { prepareImage } from '../../session/imageClient.ts';
import { bring, namesToRead } from './brought/bring.ts';
import type { DatasetRecord } from './datasetRecords.ts';
import { noteAdded } from './datasetSteps.ts';
import {
  datasetRead,
  endReading,
  inOrder,
  keepImages,
  newPlace,
  shown,
  startReading,
  tellNotTaken,
  useDataset,
} from './datasetStore.ts';

/** What the sample fabrics' list tells: their files, beside it. */
const SampleList = z.object({ images: z.array(z.string()).min(1) });

const LONGEST_CAPTION = PICTURE_SETTINGS.prompt.limits.max;

/** Ends when what was added before has been read: the dataset's order is that in which it was added. */
let turn: Promise<void> = Promise.resolve();

/**
 * Takes files, folders and zips, one picture after the other, in natural order and with the captions that lie beside them.
 * What is no usable image is told of in one message; the others join the dataset.
 */
export function addImages(files: readonly File[]): Promise<void> {
  const brought = files.map((file) => ({ path: pathOf(file), file }));
  const waiting = namesToRead(brought);
  startReading(waiting);
  turn = turn.then(async () => {
    const { pictures, notTaken } = await bring(brought);
    tellNotTaken(notTaken);
    // What zips hold is only known now; both lists change at once, so that nobody sees none being read.
    startReading(pictures.map(({ name }) => name));
    endReading(waiting);
    const added: (string | null)[] = [];
    for (const { name, file, caption } of pictures) {
      added.push(await addImage({ name, caption, sample: null }, async () => file));
    }
    noteAdded(added.filter((id) => id !== null));
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
    const present = new Set(useDataset.getState().images.map(({ sample }) => sample));
    const missing = files.filter((file) => !present.has(file));
    startReading(missing);
    const added: (string | null)[] = [];
    for (const file of missing) {
      const image = { name: file, caption: '', sample: file };
      added.push(await addImage(image, async () => (await fetched(file)).blob()));
    }
    noteAdded(added.filter((id) => id !== null));
  } catch (error) {
    tellNotTaken([{ name: 'Sample fabrics', error: errorInfoOf(error) }]);
  }
}

/** One of the files that are being read. Gives the image’s id; null where it did not become one. */
async function addImage(
  { name, caption, sample }: Pick<DatasetRecord, 'name' | 'caption' | 'sample'>,
  read: () => Promise<Blob>,
): Promise<string | null> {
  try {
    const { notes, ...prepared } = await prepareImage(await read());
    const record: DatasetRecord = {
      ...(await newPlace(name)),
      ...prepared,
      sample,
      caption: caption.slice(0, LONGEST_CAPTION),
      notes: caption.length > LONGEST_CAPTION ? [...notes, CUT_CAPTION] : notes,
    };
    const image = shown(record);
    useDataset.setState(({ images }) => ({ images: inOrder([...images, image]) }));
    await keepImages([image]);
    return record.id;
  } catch (error) {
    tellNotTaken([{ name, error: errorInfoOf(error) }]);
    return null;
  } finally {
    endReading([name]);
  }
}

const CUT_CAPTION = `Its caption is longer than ${LONGEST_CAPTION.toLocaleString('en')} characters: the rest was left out.`;

const fetched = (name: string) => fetchSample(name, 'The sample', 'Use sample fabrics');
