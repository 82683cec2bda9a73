/** Notices that belong to the whole page, such as a storage that refuses; they stay until they are dismissed. */
import { create } from 'zustand';
import type { Message } from '../contract/message.ts';
import { t } from '../kit/language/t.ts';
import type { DamagedRecord, RecordStore } from '../kit/records/RecordStore.ts';
import { newRecordId } from '../kit/records/recordId.ts';
import { errorInfoOf } from '../kit/worker/outcome.ts';

export interface Notice {
  id: string;
  message: string;
  advice: string;
  /** Of entries that can't be read: what can be done with them. */
  damaged?: DamagedEntries;
  /** What can be done about it here. */
  action?: NoticeAction;
}

export interface NoticeAction {
  label: string;
  act: () => void;
}

export interface DamagedEntries {
  /** What they are of, e.g. `the library`. */
  what: Message;
  records: readonly DamagedRecord[];
}

interface NoticesState {
  notices: Notice[];
}

export const useNotices = create<NoticesState>(() => ({ notices: [] }));

/** Shows a notice once: the same words again don't pile up. */
export function notify(message: string, advice: string, means: Pick<Notice, 'damaged' | 'action'> = {}): void {
  const { notices } = useNotices.getState();
  if (notices.some((notice) => notice.message === message)) return;
  const notice = { id: newRecordId(), message, advice, ...means };
  useNotices.setState({ notices: [...notices, notice] });
}

export function dismissNotice(id: string): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Says why something was not kept or read. */
export function notifyError(error: unknown): void {
  const { message, advice } = errorInfoOf(error);
  notify(message, advice);
}

/**
 * Reads a store's records; what cannot be read is reported and left out.
 * @param ids of those to be read; all unless said
 */
export async function readKept<T extends { id: string }>(
  store: Pick<RecordStore<T>, 'what' | 'readAll' | 'readSome'>,
  ids?: readonly string[],
): Promise<T[]> {
  try {
    const { what } = store;
    const { records, damaged } = await patiently(ids ? store.readSome(ids) : store.readAll());
    if (damaged.length > 0) {
      const message = t(
        '{count, plural, one {An entry of {what} was} other {{count} entries of {what} were}} damaged and left out.',
        { count: damaged.length, what: t(what) },
      );
      notify(message, t('The rest is whole.'), { damaged: { what, records: damaged } });
    }
    return records;
  } catch (error) {
    notifyError(error);
    return [];
  }
}

/** Writes or deletes; what storage refuses becomes a notice, and what is on the page stays. */
export async function keep(write: () => Promise<void>): Promise<boolean> {
  try {
    await patiently(write());
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/** Milliseconds after which storage that has not answered is told of; it may still do so. */
const PATIENCE = 20_000;

async function patiently<T>(answer: Promise<T>): Promise<T> {
  const told = setTimeout(
    () =>
      notify(
        t('The browser’s storage does not answer: what is kept can’t be read or written yet.'),
        t('Close other tabs of Weft. If it stays so, restart the browser; what is stored is not touched by that.'),
      ),
    PATIENCE,
  );
  try {
    return await answer;
  } finally {
    clearTimeout(told);
  }
}
