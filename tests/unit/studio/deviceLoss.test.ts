/** A lost graphics device ends the work that waits for it, and nothing else does. */
import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../../workers/engine/model/job.ts';
import { DeviceWatch } from '../../../workers/studio/deviceLoss.ts';

function device() {
  let lose: (info: GPUDeviceLostInfo) => void = () => undefined;
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = resolve;
  });
  return { lost, lose: (message: string) => lose({ message, reason: 'unknown' } as GPUDeviceLostInfo) };
}

const LOST = { fault: { code: 'device-lost' } };

describe('DeviceWatch', () => {
  it('lets work through while the device is there', async () => {
    const { lost } = device();
    const watch = new DeviceWatch({ lost });
    await expect(watch.guard(Promise.resolve(7))).resolves.toBe(7);
    await expect(watch.guard(Promise.reject(new CancelledError()))).rejects.toThrow(CancelledError);
    await expect(new DeviceWatch(null).guard(Promise.resolve(7))).resolves.toBe(7);
  });

  it('ends work that hangs on a lost device, with what the device said', async () => {
    const { lost, lose } = device();
    const hanging = new DeviceWatch({ lost }).guard(new Promise(() => undefined));
    lose('driver reset.');
    await expect(hanging).rejects.toMatchObject(LOST);
    await expect(hanging).rejects.toMatchObject({ fault: { message: expect.stringContaining('(driver reset).') } });
  });

  it('names the loss where the runtime fails of it a moment before', async () => {
    const { lost, lose } = device();
    const failing = new DeviceWatch({ lost }).guard(Promise.reject(new Error('mapAsync failed')));
    setTimeout(() => lose(''), 10);
    await expect(failing).rejects.toMatchObject(LOST);
  });

  it('ends whatever is begun afterwards', async () => {
    const { lost, lose } = device();
    const watch = new DeviceWatch({ lost });
    lose('');
    await lost;
    await expect(watch.guard(new Promise(() => undefined))).rejects.toMatchObject(LOST);
  });
});
