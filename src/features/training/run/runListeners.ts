/** Who hears of runs that this page begins and of how they end: the queue, which stands above them. */
import type { RunEnd } from './trainingFlow.ts';

export interface RunListener {
  /** @param name what its adapter is to be called */
  begun: (id: string, name: string) => void;
  over: (id: string, end: RunEnd) => void;
}

let listener: RunListener | null = null;

export function hearRuns(hearing: RunListener): void {
  listener = hearing;
}

export const tellRuns: RunListener = {
  begun: (id, name) => listener?.begun(id, name),
  over: (id, end) => listener?.over(id, end),
};
