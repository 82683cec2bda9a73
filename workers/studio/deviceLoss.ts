import { StudioError, studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
/**
 * A graphics device that is lost (a driver's reset, a sleeping laptop, a tab that took too much) leaves work that may
 * never end. This ends it with an error by which the page knows that it has to begin with a new worker.
 */

/** What of a GPUDevice tells that it is lost. */
export type LosableDevice = Pick<GPUDevice, 'lost' | 'addEventListener'>;

/** Milliseconds by which an error of the runtime may come before the device's own word. */
const GRACE = 100;

export class DeviceWatch {
  private readonly loss: Promise<StudioError> | null;

  /** @param device null where the processor computes, which isn't lost */
  constructor(device: LosableDevice | null) {
    this.loss =
      device && Promise.race([device.lost.then(({ message }) => deviceLostError(message)), exhaustion(device)]);
  }

  /**
   * The work's value. @throws StudioError `device-lost` or `out-of-memory` as soon as the device is lost or has no memory left,
   * whether the work notices or not
   */
  async guard<T>(work: Promise<T>): Promise<T> {
    const { loss } = this;
    if (!loss) return work;
    // Whoever waits hears of the loss first; what the work says afterwards is no news.
    work.catch(() => undefined);
    const lost = loss.then((failure) => Promise.reject(failure));
    lost.catch(() => undefined);
    try {
      return await Promise.race([work, lost]);
    } catch (error) {
      if (error instanceof StudioError) throw error;
      const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), GRACE));
      throw (await Promise.race([loss, patience])) ?? error;
    }
  }
}

/** Comes to pass when the device has no memory for a buffer; what is computed from then on is wrong. */
function exhaustion(device: LosableDevice): Promise<StudioError> {
  return new Promise((resolve) => {
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) resolve(outOfMemory());
    });
  });
}

/** The graphics device's memory did not suffice. */
export function outOfMemory(): StudioError {
  return studioError(
    'out-of-memory',
    'The graphics device has not enough memory for this.',
    'Settings that take less are under “Size and memory”; closing other tabs and programs helps too. A training run is kept at its last checkpoint.',
  );
}

function deviceLostError(message: string): StudioError {
  return studioError(
    'device-lost',
    say('The graphics device was lost in the middle of the work{detail}.', {
      detail: message === '' ? '' : ` (${message.replace(/\.$/, '')})`,
    }),
    'Start the work again: the model is opened anew for it. Training goes on from its last checkpoint.',
  );
}
