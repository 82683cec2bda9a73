/** How events change what the page knows of the queue. Pure; what changes nothing leaves the very same object. */
import { HEAD_AT_FIRST, type QueueHead, type QueueItem, type QueueRecord } from './queueRecords.ts';
import type { QueueEvent, QueueState } from './queueState.ts';

export function reduceQueue(state: QueueState, event: QueueEvent): QueueState {
  switch (event.type) {
    case 'read':
      return {
        ...state,
        loaded: true,
        items: inOrder(event.records.filter((record) => record.kind === 'run')),
        head: event.records.find((record) => record.kind === 'head') ?? HEAD_AT_FIRST,
      };
    case 'changed': {
      const { written, removed } = event;
      const gone = new Set([...removed, ...written.map(({ id }) => id)]);
      if (gone.size === 0) return state;
      const left = state.items.filter(({ id }) => !gone.has(id));
      return {
        ...state,
        items: inOrder([...left, ...written.filter((record) => record.kind === 'run')]),
        head: headAfter(state.head, written, removed),
      };
    }
    case 'trains':
      return state.trains === event.trains ? state : { ...state, trains: event.trains };
  }
}

function headAfter(head: QueueHead, written: readonly QueueRecord[], removed: readonly string[]): QueueHead {
  const now = written.find((record) => record.kind === 'head');
  return now ?? (removed.includes(head.id) ? HEAD_AT_FIRST : head);
}

/** Two that tabs put at the same place at the same moment stand in an order that every tab finds. */
function inOrder(items: readonly QueueItem[]): QueueItem[] {
  return [...items].sort((a, b) => a.place - b.place || a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1));
}
