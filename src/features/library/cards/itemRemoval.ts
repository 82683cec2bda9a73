/** An item of the library deleted with all that its run left beside it, so that it can be put back whole. */

/** What a removal needs of the library. */
export interface RemovalTools {
  /** Keeps other tabs from deleting what is left of an item, until what it gives is called. */
  holdForUndo: (id: string) => Promise<() => Promise<void>>;
  /** Takes the record out; gives what puts it back, or null where there is none. */
  removeRecord: (id: string) => Promise<(() => Promise<void>) | null>;
  /** Deletes what the item's run left but its numbers; gives what puts it back. */
  removeArtifacts: (id: string) => Promise<() => Promise<void>>;
  /** Deletes the numbers for good. */
  forgetNumbers: (id: string) => Promise<void>;
}

export interface RemovedItem {
  /** Puts it back whole. */
  undo: () => Promise<void>;
  /** Deletes its numbers too, once nobody can undo it any more. */
  forget: () => Promise<void>;
}

/** Null where there is no such item. */
export async function removeWhole(
  id: string,
  { holdForUndo, removeRecord, removeArtifacts, forgetNumbers }: RemovalTools,
): Promise<RemovedItem | null> {
  const letGo = await holdForUndo(id);
  const putBackRecord = await removeRecord(id);
  if (!putBackRecord) {
    await letGo();
    return null;
  }
  const putBackArtifacts = await removeArtifacts(id);
  let undone = false;
  return {
    undo: async () => {
      undone = true;
      // The record last: broken off before it, the item is gone as it was, and what was put back of it is swept.
      await putBackArtifacts();
      await putBackRecord();
      await letGo();
    },
    forget: async () => {
      if (undone) return;
      await letGo();
      await forgetNumbers(id);
    },
  };
}
