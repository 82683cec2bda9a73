/** What the page knows of the queue of runs, and what can be told of it. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { HEAD_AT_FIRST, type QueueHead, type QueueItem, type QueueRecord } from './queueRecords.ts';

export interface QueueState {
  loaded: boolean;
  /** In the order of their turns. */
  items: readonly QueueItem[];
  head: QueueHead;
  /** Whether a run is under way, and where. */
  trains: 'nobody' | 'here' | 'elsewhere';
}

export const QUEUE_AT_FIRST: QueueState = { loaded: false, items: [], head: HEAD_AT_FIRST, trains: 'nobody' };

export type QueueEvent =
  /** All that storage has. */
  | { type: 'read'; records: readonly QueueRecord[] }
  /** Records came or changed, and others are gone, by this tab or another. */
  | { type: 'changed'; written: readonly QueueRecord[]; removed: readonly string[] }
  | { type: 'trains'; trains: QueueState['trains'] };

/** Whether an item waits for its turn; one that failed waits for its person. */
export const isWaiting = ({ error }: Pick<QueueItem, 'error'>): boolean => error === null;

/** Whether there is something that waits for its turn, apart from what is under way. */
export function waits({ items, head, trains }: QueueState): boolean {
  return items.some((item) => isWaiting(item) && !(trains !== 'nobody' && item.id === head.after));
}

/** Whether a run that is asked for now has to stand in line: one is under way, or others stand there. */
export const isBusy = (state: QueueState): boolean => state.trains !== 'nobody' || waits(state);

/**
 * The run whose turn it is; null where none may begin. Runs of other models than the open one are passed over.
 */
export function nextItem({ items, head, trains }: QueueState, model: Pick<ModelInfo, 'fingerprint'>): QueueItem | null {
  if (head.held || head.after !== null || trains !== 'nobody') return null;
  return items.find((item) => isWaiting(item) && item.model.fingerprint === model.fingerprint) ?? null;
}

/** Where an item stands. */
export type Standing = 'running' | 'running elsewhere' | 'broken off' | 'waiting' | 'failed';

export function standing({ head, trains }: QueueState, item: QueueItem): Standing {
  if (item.id === head.after) {
    if (trains === 'here') return 'running';
    return trains === 'elsewhere' ? 'running elsewhere' : 'broken off';
  }
  return isWaiting(item) ? 'waiting' : 'failed';
}

/** A place by which an item comes to stand before another; at the end where there is none. */
export function placeBefore(items: readonly QueueItem[], id: string, before: string | null): number | null {
  const others = items.filter((item) => item.id !== id);
  const index = before === null ? others.length : others.findIndex((item) => item.id === before);
  if (index < 0) return null;
  const [left, right] = [others[index - 1]?.place, others[index]?.place];
  if (left === undefined) return right === undefined ? 1 : right - 1;
  return right === undefined ? left + 1 : (left + right) / 2;
}

/** The item before which another one stands once it is moved up or down by one; undefined where it can't be. */
export function neighbour(items: readonly QueueItem[], id: string, by: -1 | 1): string | null | undefined {
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) return undefined;
  if (by < 0) return items[index - 1]?.id;
  return index + 1 < items.length ? (items[index + 2]?.id ?? null) : undefined;
}
