/** Numbers of adapters that storage has no room for, by the adapters' ids: each worker that starts is lent them. */
import type { UnkeptNumbers } from '../../../contract/adapters.ts';

interface Unkept extends UnkeptNumbers {
  /** Whether they lie within the adapter's record, as earlier versions kept them: there they stay for now. */
  inRecord: boolean;
}

export const unkeptNumbers = new Map<string, Unkept>();
