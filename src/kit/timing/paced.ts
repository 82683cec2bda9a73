/** Slows a stream of values down to what the page can show without losing its breath. */

/** Milliseconds between two updates of what is shown of a picture that is being drawn. */
export const PICTURE_INTERVAL = 200;

export interface Paced<T> {
  /** Takes a value; only the latest is delivered, at most once an interval. */
  offer(value: T): void;
  /** Delivers at once what is still waiting. */
  flush(): void;
  /** Forgets what is still waiting. */
  drop(): void;
}

/** @param interval milliseconds between two deliveries */
export function paced<T>(interval: number, deliver: (value: T) => void): Paced<T> {
  let waiting: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    deliver(value);
  };
  const tick = () => {
    timer = null;
    if (!waiting) return;
    flush();
    timer = setTimeout(tick, interval);
  };
  return {
    offer(value) {
      waiting = { value };
      if (timer !== null) return;
      flush();
      timer = setTimeout(tick, interval);
    },
    flush,
    drop() {
      waiting = null;
    },
  };
}
