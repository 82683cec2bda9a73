/** Files that reach an installed studio from outside: opened with it by the system, or shared with it. */
import { ASKED, sharedCache, sharedFolder } from '../../contract/offlineWorker.ts';
import { t } from '../../kit/language/t.ts';
import { notify } from '../../session/noticesStore.ts';

/** The Launch Handler API, which not every browser has. */
interface LaunchQueue {
  setConsumer: (consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void) => void;
}

type Take = (files: File[]) => void;

/** Hands over each file that comes, from now on. */
export function takeArrivals(take: Take): void {
  takeOpened(take);
  void takeShared(take);
}

function takeOpened(take: Take): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return;
    Promise.all(files.map((handle) => handle.getFile())).then(take, () =>
      notify(
        t('What was opened with Weft could not be read.'),
        t('See whether it is still where it was, and open it again.'),
      ),
    );
  });
}

async function takeShared(take: Take): Promise<void> {
  const address = new URL(location.href);
  const id = address.searchParams.get(ASKED.shared);
  if (id === null) return;
  address.searchParams.delete(ASKED.shared);
  // A reload must not look for them again.
  history.replaceState(history.state, '', address);
  const files = await readShared(id).catch(() => null);
  if (files && files.length > 0) return take(files);
  notify(
    t('What was shared with Weft did not arrive.'),
    t('Share it again. If it stays so, save it as a file and drop that here: the browser’s storage may be full.'),
  );
}

/** The files, which are then removed from where they waited. */
async function readShared(id: string): Promise<File[]> {
  const scope = new URL('./', document.baseURI).href;
  const folder = sharedFolder(scope, id);
  const cache = await caches.open(sharedCache(scope));
  const files: File[] = [];
  for (const request of await cache.keys()) {
    if (!request.url.startsWith(folder)) continue;
    const answer = await cache.match(request);
    const name = decodeURIComponent(request.url.slice(request.url.lastIndexOf('/') + 1));
    if (answer) files.push(new File([await answer.blob()], name, { type: answer.headers.get('Content-Type') ?? '' }));
    await cache.delete(request);
  }
  return files;
}
