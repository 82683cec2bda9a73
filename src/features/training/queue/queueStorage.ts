/** The queue in the browser's storage: pictures come before the runs that name them, and go after them. */
import { notifyError } from '../../../session/noticesStore.ts';
import type { QueueTools } from './queueFlow.ts';
import { HEAD_AT_FIRST, type QueueItem, queuedPictures, queueRecords } from './queueRecords.ts';

/** Held while runs come with their pictures, and while pictures go: none goes that is about to be named. */
const LOCK = 'weft-queue-pictures';

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

const namesOf = (items: readonly QueueItem[]) => [
  ...new Set(items.flatMap(({ images }) => images.map(({ fingerprint }) => fingerprint))),
];

export const queueStorage: QueueTools['storage'] = {
  readAll: async () => (await queueRecords.readAll()).records,
  add: (items, pictures) =>
    inTurn(async () => {
      const there = new Set(await queuedPictures.ids());
      const missing = pictures.filter(({ id }) => !there.has(id));
      if (missing.length > 0) await queuedPictures.writeSome(missing);
      await queueRecords.writeSome(items);
    }),
  update: (id, change) => queueRecords.update(id, (record) => (record.kind === 'run' ? change(record) : null)),
  head: (change) =>
    queueRecords.put(HEAD_AT_FIRST.id, (record) => change(record?.kind === 'head' ? record : HEAD_AT_FIRST)),
  remove: (ids) => queueRecords.removeSome(ids),
  take: (ids) =>
    inTurn(async () => {
      const { records } = await queueRecords.readSome(ids);
      const items = records.filter((record) => record.kind === 'run');
      // Read before the records go: no tab deletes a picture that is named.
      const pictures = (await queuedPictures.readSome(namesOf(items))).records;
      await queueRecords.removeSome(items.map(({ id }) => id));
      return { items, pictures };
    }),
  tidy: () =>
    inTurn(async () => {
      const { records, damaged } = await queueRecords.readAll();
      // What can't be read may name any of them.
      if (damaged.length > 0) return;
      const named = new Set(namesOf(records.filter((record) => record.kind === 'run')));
      const left = (await queuedPictures.ids()).filter((id) => !named.has(id));
      if (left.length > 0) await queuedPictures.removeSome(left);
    }),
  refused: notifyError,
};
