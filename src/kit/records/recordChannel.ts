/** What tabs of the studio tell one another of their records: which of them changed, by database and id. */
import * as z from 'zod';

/** Told only which: whoever hears it looks up what there is by now, which no message can be late for. */
const Changed = z.object({ database: z.string(), ids: z.array(z.string()) });

const listeners = new Map<string, (ids: readonly string[]) => void>();
let channel: BroadcastChannel | null | undefined;

/** Null where the browser has no such channel, or refuses it: its tabs see one another's changes after a reload. */
function opened(): BroadcastChannel | null {
  if (channel !== undefined) return channel;
  try {
    channel = new BroadcastChannel('weft-records');
    channel.onmessage = ({ data }: MessageEvent<unknown>) => takeMessage(data);
  } catch {
    channel = null;
  }
  return channel;
}

/** Hands on what a tab said, which may be of another version; what is no such message is left. */
export function takeMessage(data: unknown): void {
  const message = Changed.safeParse(data);
  if (message.success) listeners.get(message.data.database)?.(message.data.ids);
}

/** Tells the other tabs that these records were written or removed. */
export function tellTabs(database: string, ids: readonly string[]): void {
  opened()?.postMessage({ database, ids });
}

/** Hears what other tabs tell of a database; this tab's own changes are not among it. */
export function hearTabs(database: string, listener: (ids: readonly string[]) => void): void {
  opened();
  listeners.set(database, listener);
}
