/** What the page and its workers hear of one another: a message may be another version's, or of what a worker has loaded. */

import type { Outcome } from '../../../src/contract/errors.ts';
import { asIs } from '../../../src/contract/message.ts';
import { readOfflineMessage } from '../../../src/contract/offlineWorker.ts';
import { WorkerLink } from '../../../src/kit/worker/WorkerLink.ts';
import { storedFrom } from '../mutators/storable.ts';
import { holds, jsonTarget, type Target } from '../target.ts';
import { played } from './fixtures.ts';

/** A worker that says nothing by itself. */
class SilentWorker extends EventTarget {
  ended = false;
  postMessage(): void {}
  terminate(): void {
    this.ended = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

/** The locks that are asked for while `use` goes on; none of them is ever granted. */
async function locksAskedFor(use: () => void): Promise<unknown[]> {
  const asked: unknown[] = [];
  const request = (name: unknown) => {
    asked.push(name);
    return new Promise(() => undefined);
  };
  await played('navigator', { locks: { request } }, use);
  return asked;
}

interface Nobody {
  answer(): Promise<Outcome<null>>;
}

export const threadTargets: readonly Target[] = [
  jsonTarget({
    name: 'worker-message',
    seeds: () => [
      { alive: 'weft-alive 1 2 3' },
      { id: '1', type: 'RAW', value: { ok: true, value: 1 } },
      { id: '2', type: 'HANDLER', name: 'throw', value: { isError: true, value: { message: 'x', name: 'y' } } },
    ],
    words: ['alive', 'weft-alive', 'id', 'type', 'RAW', 'HANDLER', 'throw', 'proxy', 'value', '-lock', '__proto__'],
    run: async (text) => {
      const message = storedFrom(text);
      const worker = new SilentWorker();
      const link = new WorkerLink<Nobody>(asIs('fabric'), () => worker as unknown as Worker);
      link.call((remote) => remote.answer()).catch(() => undefined);
      const asked = await locksAskedFor(() => worker.say(message));
      holds(asked.length <= 1 && asked.every((name) => typeof name === 'string'), 'a lock has no name');
      holds(!worker.ended, 'a message ends the worker');
    },
  }),
  jsonTarget({
    name: 'offline-message',
    seeds: () => [{ kind: 'take over' }, { kind: 'keep', device: 'wasm', script: 'https://weft.example/assets/a.js' }],
    words: ['kind', 'keep', 'take over', 'device', 'webgpu', 'script', '__proto__'],
    run: (text) => {
      const message = readOfflineMessage(storedFrom(text));
      if (message?.kind !== 'keep') return;
      holds(['wasm', 'webgpu'].includes(message.device), `the device is ${message.device}`);
      holds(typeof message.script === 'string', 'the script is no text');
    },
  }),
];
