/** Plans of the GPU’s memory. */
import type { CreateSettings } from './drawing.ts';
import type { LoraSettings } from './training.ts';

/** Settings that decide how much of the GPU's memory a piece of work takes. `size` is a drawing's, the others a LoRA's. */
export type MemoryChange = Partial<
  Pick<LoraSettings, 'segments' | 'microBatches' | 'upBlocksOnly' | 'resolution'> & Pick<CreateSettings, 'size'>
>;

/** A change of the settings, and what the work takes then. */
export interface MemoryProposal {
  change: MemoryChange;
  bytes: number;
}

/** What memory is planned for, and how many bytes of it there are. */
export type MemoryRequest = { available: number } & (
  | { work: 'training'; settings: LoraSettings }
  | { work: 'drawing'; size: number; guided: boolean }
);

/** What a piece of work takes of the GPU's memory. */
export interface PlannedMemory {
  /** At its highest. */
  bytes: number;
  /** The smallest change with which it stays within what is available; null where none is needed, or none is enough. */
  proposal: MemoryProposal | null;
}
