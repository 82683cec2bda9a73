/** What the settings in a form would take of the GPU's memory, beside what there is of it. */
import { create } from 'zustand';
import type { MemoryChange, PlannedMemory } from '../../contract/memory.ts';
import type { LoraSettings } from '../../contract/training.ts';
import { t } from '../../kit/language/t.ts';
import { planMemory } from '../../session/studioClient.ts';
import { useTypedCheck } from '../../session/typedCheck.ts';
import { readMemoryBudget, writeMemoryBudget } from './memoryBudget.ts';

/** A piece of work whose memory is planned. */
export type PlannedWork =
  | { work: 'training'; settings: LoraSettings }
  | { work: 'drawing'; size: number; guided: boolean };

/** Memory of a common graphics card, in gigabytes; what is guessed where nothing speaks for less. */
const COMMON_GIGABYTES = 8;

/** Browsers tell roughly what the whole machine has: graphics that share it get no more. */
function guessedGigabytes(): number {
  const { deviceMemory = COMMON_GIGABYTES } = navigator as { deviceMemory?: number };
  return Math.min(COMMON_GIGABYTES, deviceMemory);
}

interface MemoryBudget {
  gigabytes: number;
  /** Whether it is only a guess. */
  guessed: boolean;
}

export const useMemoryBudget = create<MemoryBudget>(() => {
  const said = readMemoryBudget();
  return { gigabytes: said ?? guessedGigabytes(), guessed: said === null };
});

/** @returns whether that is a figure that makes sense */
export function sayMemoryBudget(gigabytes: number): boolean {
  const makesSense = writeMemoryBudget(gigabytes);
  if (makesSense) useMemoryBudget.setState({ gigabytes, guessed: false });
  return makesSense;
}

const ask = (text: string): Promise<PlannedMemory | null> =>
  text === '' ? Promise.resolve(null) : planMemory(JSON.parse(text));

/** The plan, some moments after the settings came to rest; null until then, and where the processor computes. */
export function useMemoryPlan(work: PlannedWork | null): PlannedMemory | null {
  const { gigabytes } = useMemoryBudget();
  return useTypedCheck(work ? JSON.stringify({ ...work, available: gigabytes * 1e9 }) : '', ask);
}

/** What a change does, for the button that makes it. */
export function changeText({ segments, microBatches, upBlocksOnly, resolution, size }: MemoryChange): string {
  const parts = [
    resolution || size ? t('{resolution} px', { resolution: resolution || size }) : '',
    segments ? t('as many segments as possible') : '',
    microBatches ? t('one sample at a time') : '',
    upBlocksOnly ? t('up blocks only') : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}
