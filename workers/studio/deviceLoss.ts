/**
 * A graphics device that is lost (a driver's reset, a sleeping laptop, a tab that took too much) leaves work that may
 * never end. This ends it with a fault by which the page knows that it has to begin with a new worker.
 */
import { Failure } from '../outcome.ts';

/** What of a GPUDevice tells that it is lost. */
export type LosableDevice = Pick<GPUDevice, 'lost'>;

/** Milliseconds by which an error of the runtime may come before the device's own word. */
const GRACE = 100;

export class DeviceWatch {
  private readonly loss: Promise<Failure> | null;

  /** @param device null where the processor computes, which isn't lost */
  constructor(device: LosableDevice | null) {
    this.loss = device?.lost.then(({ message }) => lossFailure(message)) ?? null;
  }

  /** The work's value. @throws Failure `device-lost` as soon as the device is lost, whether the work notices or not */
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
      if (error instanceof Failure) throw error;
      const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), GRACE));
      throw (await Promise.race([loss, patience])) ?? error;
    }
  }
}

function lossFailure(message: string): Failure {
  return new Failure(
    'device-lost',
    `The graphics device was lost in the middle of the work${message === '' ? '' : ` (${message.replace(/\.$/, '')})`}.`,
    'Start the work again: the model is opened anew for it. Training goes on from its last checkpoint.',
  );
}
