/** Time that passes when a test says so. */
import { afterEach, beforeEach, vi } from 'vitest';

/** Within the file or the `describe` that calls it, each test has timers of its own that stand still. */
export function withFakeTimers(): void {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
}

/** Lets everything happen that needs no time. Timers are fake. */
export const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
