/** Speed and time left of what is on its way. */
import { describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../src/contract/modelsWorker.ts';
import { TransferMeter } from '../../../workers/models/transfer/transferMeter.ts';

function metered(totalBytes: number) {
  const reports: TransferProgress[] = [];
  let now = 0;
  const meter = new TransferMeter(
    totalBytes,
    (progress) => reports.push(progress),
    () => now,
  );
  return {
    meter,
    reports,
    later(milliseconds: number, bytes: number) {
      now += milliseconds;
      meter.came(bytes);
    },
  };
}

describe('a transfer', () => {
  it('is as fast as its bytes come, and not as fast as those that were there', () => {
    const { meter, reports, later } = metered(100e6);
    meter.alreadyThere(50e6);
    for (let second = 0; second <= 4; second++) later(1000, 2e6);
    expect(reports.at(-1)).toMatchObject({ doneBytes: 60e6, bytesPerSecond: 2e6, secondsLeft: 20 });
  });

  it('follows a connection that becomes slower', () => {
    const { reports, later } = metered(1e9);
    for (let second = 0; second < 10; second++) later(1000, 10e6);
    for (let second = 0; second < 20; second++) later(1000, 1e6);
    expect(reports.at(-1)?.bytesPerSecond).toBeCloseTo(1e6, -3);
  });

  it('has no speed while the connection is broken, and reports seldom', () => {
    const { meter, reports, later } = metered(1e9);
    for (let piece = 0; piece < 1000; piece++) later(1, 1000);
    expect(reports.length).toBeLessThan(10);
    meter.waiting();
    expect(reports.at(-1)).toMatchObject({ phase: 'wait', bytesPerSecond: null, secondsLeft: null });
  });
});
