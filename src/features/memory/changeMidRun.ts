/** What a run in its middle may take over of a change that saves memory. */
import type { MemoryChange } from '../../contract/memory.ts';

/** Of a change what leaves the numbers that learn as they are: a run that goes on may take it over. */
export function changeMidRun({ segments, microBatches }: MemoryChange): MemoryChange {
  return { ...(segments !== undefined && { segments }), ...(microBatches !== undefined && { microBatches }) };
}
