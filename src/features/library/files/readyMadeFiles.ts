/** The files of the ready-made adapter and word, and how they are known in the library. */
import type { LibraryState } from '../libraryState.ts';

/** Beside the sample fabrics; `npm run card` makes them. */
export const READY_MADE = ['ready-made-adapter.safetensors', 'ready-made-word.safetensors'] as const;

/** Those that the library lacks; its items know the file that they came from. */
export function missingReadyMade({ adapters, embeddings }: Pick<LibraryState, 'adapters' | 'embeddings'>): string[] {
  const present = new Set([...adapters, ...embeddings].map(({ file }) => file));
  return READY_MADE.filter((name) => !present.has(name));
}

/** Whether an item is one of them. */
export function isReadyMade(file: string | null): boolean {
  return READY_MADE.some((name) => name === file);
}
