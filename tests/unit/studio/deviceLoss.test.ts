/** A lost graphics device ends the work that waits for it, and nothing else does. */

import { CancelledError } from '@weft/engine';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DeviceWatch, type LosableDevice } from '../../../workers/studio/deviceLoss.ts';

/** What browsers have for a buffer that there is no memory for. */
class OutOfMemoryError extends Error {}

function device() {
  let lose: (info: GPUDeviceLostInfo) => void = () => undefined;
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = resolve;
  });
  const events = new EventTarget();
  const losable = { lost, addEventListener: events.addEventListener.bind(events) } as LosableDevice;
  return {
    losable,
    lost,
    lose: (message: string) => lose({ message, reason: 'unknown' } as GPUDeviceLostInfo),
    fail: (error: Error) => events.dispatchEvent(Object.assign(new Event('uncapturederror'), { error })),
  };
}

beforeAll(() => vi.stubGlobal('GPUOutOfMemoryError', OutOfMemoryError));
afterAll(() => vi.unstubAllGlobals());

const LOST = { info: { code: 'device-lost' } };

describe('DeviceWatch', () => {
  it('lets work through while the device is there', async () => {
    const { losable } = device();
    const watch = new DeviceWatch(losable);
    await expect(watch.guard(Promise.resolve(7))).resolves.toBe(7);
    await expect(watch.guard(Promise.reject(new CancelledError()))).rejects.toThrow(CancelledError);
    await expect(new DeviceWatch(null).guard(Promise.resolve(7))).resolves.toBe(7);
  });

  it('ends work that hangs on a lost device, with what the device said', async () => {
    const { losable, lose } = device();
    const hanging = new DeviceWatch(losable).guard(new Promise(() => undefined));
    lose('driver reset.');
    await expect(hanging).rejects.toMatchObject(LOST);
    await expect(hanging).rejects.toMatchObject({ info: { message: expect.stringContaining('(driver reset).') } });
  });

  it('names the loss where the runtime fails of it a moment before', async () => {
    const { losable, lose } = device();
    const failing = new DeviceWatch(losable).guard(Promise.reject(new Error('mapAsync failed')));
    setTimeout(() => lose(''), 10);
    await expect(failing).rejects.toMatchObject(LOST);
  });

  it('ends whatever is begun afterwards', async () => {
    const { losable, lost, lose } = device();
    const watch = new DeviceWatch(losable);
    lose('');
    await lost;
    await expect(watch.guard(new Promise(() => undefined))).rejects.toMatchObject(LOST);
  });

  it('ends work on a device that has no memory for a buffer, and not for another error', async () => {
    const { losable, fail } = device();
    const hanging = new DeviceWatch(losable).guard(new Promise(() => undefined));
    fail(new Error('a validation error'));
    await expect(Promise.race([hanging, Promise.resolve('goes on')])).resolves.toBe('goes on');
    fail(new OutOfMemoryError());
    await expect(hanging).rejects.toMatchObject({ info: { code: 'out-of-memory' } });
  });
});
