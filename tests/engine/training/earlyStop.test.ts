/** Early stopping: when it turns, what it keeps, and that a run which goes on waits no longer than one that never stopped. */

import { EarlyStop } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

/** The measurement at which the loss turned, from 0, or null. */
function turnsAt(stop: EarlyStop, losses: readonly (number | null)[], from = 0): number | null {
  for (const [index, loss] of losses.entries()) {
    stop.measured(10 * (from + index), loss, Float32Array.of(from + index));
    if (stop.turned) return from + index;
  }
  return null;
}

describe('EarlyStop', () => {
  it('turns after so many measurements without a better one, and keeps the best', () => {
    const stop = new EarlyStop(2, null);
    expect(turnsAt(stop, [1, 0.8, 0.9, 0.7, 0.75, 0.7, 0.1])).toBe(5);
    expect(stop.best).toMatchObject({ step: 30, heldOut: 0.7, theta: Float32Array.of(3) });
  });

  it('keeps a copy: the run’s own numbers move on', () => {
    const stop = new EarlyStop(1, null);
    const theta = Float32Array.of(1);
    stop.measured(0, 0.5, theta);
    theta[0] = 2;
    expect(stop.best?.theta).toEqual(Float32Array.of(1));
  });

  it('never turns without patience, nor without images held out', () => {
    expect(turnsAt(new EarlyStop(0, null), [1, 2, 3, 4])).toBeNull();
    const none = new EarlyStop(1, null);
    expect(turnsAt(none, [null, null, null])).toBeNull();
    expect(none.best).toBeNull();
  });

  it('takes a loss that is no number for a worse one', () => {
    expect(turnsAt(new EarlyStop(2, null), [1, Number.NaN, Number.NaN])).toBe(2);
  });

  it('waits on where the run before was broken off', () => {
    const losses = [1, 0.8, 0.9, 0.95, 0.99];
    const whole = turnsAt(new EarlyStop(3, null), losses);
    for (let at = 1; at < losses.length; at++) {
      const before = new EarlyStop(3, null);
      turnsAt(before, losses.slice(0, at));
      expect(turnsAt(new EarlyStop(3, structuredClone(before.best)), losses.slice(at), at)).toBe(whole);
    }
  });
});
