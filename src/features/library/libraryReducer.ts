/**
 * From what the library knows and what happens to what it knows then. An item is there once and under a name that no
 * other of its kind has; what cannot be leaves the state as it is.
 */
import { tidyName } from '../../contract/library/itemNames.ts';
import { freeName, itemById, type LibraryItem, type LibraryState } from './libraryState.ts';
import type { LibraryRecord } from './records/libraryFields.ts';

export type LibraryEvent =
  /** Items of one kind were read out of storage; what came meanwhile stays as it is. */
  | { type: 'read'; items: readonly LibraryItem[] }
  /** Both kinds have been read. */
  | { type: 'loaded' }
  /** An item as storage has it by now, as after another tab changed it, or put it there. */
  | { type: 'heard'; item: LibraryItem }
  /** Whether storage took an item, or the last change of it. */
  | { type: 'stored'; id: string; stored: boolean }
  /** An item comes into the library, or back into it. */
  | { type: 'kept'; item: LibraryItem }
  /** @param name is made unique; an empty one changes nothing */
  | { type: 'renamed'; id: string; name: string }
  /** Another picture of it, other scores, or what its person says of it. */
  | { type: 'altered'; id: string; change: Partial<Pick<LibraryRecord, 'thumbnail' | 'scores' | 'about'>> }
  /** Its person says whether an adapter draws in a few steps. */
  | { type: 'few-steps'; id: string; fewSteps: boolean }
  | { type: 'removed'; id: string };

export function reduceLibrary(state: LibraryState, event: LibraryEvent): LibraryState {
  switch (event.type) {
    case 'read':
      return withItems(
        state,
        event.items.filter(({ id }) => !itemById(state, id)),
      );
    case 'loaded':
      return state.loaded ? state : { ...state, loaded: true };
    case 'heard':
      return itemById(state, event.item.id) ? replaced(state, event.item) : withItems(state, [event.item]);
    case 'stored': {
      if (state.unsaved.includes(event.id) !== event.stored) return state;
      const others = state.unsaved.filter((id) => id !== event.id);
      return { ...state, unsaved: event.stored ? others : [...others, event.id] };
    }
    case 'kept': {
      const { item } = event;
      if (itemById(state, item.id)) return state;
      return withItems(state, [{ ...item, name: freeName(state, item, item.name) }]);
    }
    case 'renamed': {
      const item = itemById(state, event.id);
      if (!item || tidyName(event.name) === null) return state;
      return replaced(state, { ...item, name: freeName(state, item, event.name) });
    }
    case 'altered': {
      const item = itemById(state, event.id);
      return item ? replaced(state, { ...item, ...event.change }) : state;
    }
    case 'few-steps': {
      const item = itemById(state, event.id);
      return item?.method === 'lora' ? replaced(state, { ...item, fewSteps: event.fewSteps }) : state;
    }
    case 'removed': {
      const item = itemById(state, event.id);
      if (!item) return state;
      const left = reduceLibrary(state, { type: 'stored', id: item.id, stored: true });
      return item.method === 'lora'
        ? { ...left, adapters: left.adapters.filter(({ id }) => id !== item.id) }
        : { ...left, embeddings: left.embeddings.filter(({ id }) => id !== item.id) };
    }
  }
}

/** A kind that gains nothing stays the same list: those who look at it alone are not told. */
function withItems(state: LibraryState, items: readonly LibraryItem[]): LibraryState {
  const adapters = items.filter((item) => item.method === 'lora');
  const embeddings = items.filter((item) => item.method === 'embedding');
  if (items.length === 0) return state;
  return {
    ...state,
    adapters: adapters.length === 0 ? state.adapters : sorted([...state.adapters, ...adapters]),
    embeddings: embeddings.length === 0 ? state.embeddings : sorted([...state.embeddings, ...embeddings]),
  };
}

function replaced(state: LibraryState, item: LibraryItem): LibraryState {
  return item.method === 'lora'
    ? { ...state, adapters: state.adapters.map((other) => (other.id === item.id ? item : other)) }
    : { ...state, embeddings: state.embeddings.map((other) => (other.id === item.id ? item : other)) };
}

const sorted = <T extends LibraryItem>(items: T[]): T[] => items.sort((a, b) => b.createdAt - a.createdAt);
