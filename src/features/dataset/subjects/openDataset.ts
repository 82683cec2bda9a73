/** Which dataset is open in this tab: found when the page is opened, and changed by its person. */
import { t } from '../../../kit/language/t.ts';
import { paced } from '../../../kit/timing/paced.ts';
import { notify } from '../../../session/noticesStore.ts';
import { keepCaptionsNow } from '../captions/captionWrites.ts';
import { onOtherDatasets, reads, showDataset, useDataset } from '../datasetStore.ts';
import { countImages, datasetById, keepDataset, loadDatasets, useDatasets } from './datasetsStore.ts';
import { freshDataset } from './freshDataset.ts';
import { rememberDataset, rememberedDataset } from './rememberedDataset.ts';

/** Milliseconds between two counts while another tab adds images. */
const COUNT_INTERVAL = 1000;

/** Reads the datasets and the open one's images, and goes on hearing what other tabs do to them. */
export function loadDataset(): Promise<void> {
  return reads(load());
}

async function load(): Promise<void> {
  const counting = paced<null>(COUNT_INTERVAL, () => void countImages());
  onOtherDatasets(() => counting.offer(null));
  const last = rememberedDataset();
  // Who looks meanwhile sees the one that is about to be read, and no other.
  if (last !== null) useDataset.setState({ open: last });
  await loadDatasets(leaveGone);
  const [first] = useDatasets.getState().datasets;
  const open = (last === null ? null : datasetById(last)) ?? first;
  if (open) await showDataset(open.id);
  await countImages();
  void sweepSoon();
}

async function sweepSoon(): Promise<void> {
  const { sweepDatasets } = await import('./sweepDatasets.ts');
  await sweepDatasets();
}

/** Opens another dataset in this tab. What is still being read into the present one goes on coming to it. */
export async function openDataset(id: string): Promise<void> {
  if (useDataset.getState().open === id) return;
  await keepCaptionsNow();
  rememberDataset(id);
  await reads(showDataset(id));
  await countImages();
}

/** Another tab deleted datasets: where the open one is among them, the first that is left is opened. */
function leaveGone(ids: readonly string[]): void {
  const { open } = useDataset.getState();
  if (!ids.includes(open)) return;
  void openAnother();
}

async function openAnother(): Promise<void> {
  const next = useDatasets.getState().datasets[0] ?? freshDataset();
  // Both tabs may have deleted one of the last two.
  if (!datasetById(next.id)) await keepDataset(next);
  notify(
    t('The dataset that was open here was deleted in another tab.'),
    t('“{name}” is open now.', { name: next.name }),
  );
  await openDataset(next.id);
}
