/** Notices that a transfer stands still: connections may stay open without a byte ever coming. */

/** Milliseconds without a byte after which a connection counts as broken. */
export const STALL = 30_000;

/** A timer that starts anew with everything heard. */
export interface StallWatch {
  /** Something came. */
  heard(): void;
  /** No more is to come. */
  end(): void;
}

/** Calls `onStall` once when nothing was heard for so many milliseconds, from now on. */
export function stallWatch(onStall: () => void, milliseconds = STALL): StallWatch {
  let timer = setTimeout(onStall, milliseconds);
  return {
    heard() {
      clearTimeout(timer);
      timer = setTimeout(onStall, milliseconds);
    },
    end: () => clearTimeout(timer),
  };
}
