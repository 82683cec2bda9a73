/** The losses of a run as files: a table, and TensorBoard's. */
import type { TrainedOrigin } from '../../../contract/runs/runs.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { t } from '../../../kit/language/t.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { safeName } from '../files/exportFile.ts';

interface LossFilesProps {
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  origin: TrainedOrigin;
}

/** What makes them is fetched when one is asked for. */
const curves = () => import('./lossCurves.ts');

async function saveTable({ name, origin }: LossFilesProps): Promise<void> {
  const { lossCurves, lossTable } = await curves();
  offerDownload(lossTable(lossCurves(origin)), `${safeName(name)}-losses.csv`, 'text/csv');
}

async function saveEvents({ createdAt, origin }: LossFilesProps): Promise<void> {
  const [{ lossCurves }, { eventFile, eventFileName }] = await Promise.all([curves(), import('./eventFile.ts')]);
  const events = await eventFile(lossCurves(origin), { endedAt: createdAt, seconds: origin.seconds ?? 0 });
  offerDownload(events, eventFileName(createdAt));
}

export function LossFiles(props: LossFilesProps) {
  const { losses, evaluations = [] } = props.origin;
  if (losses.length + evaluations.length === 0) return null;
  return (
    <>
      <Button kind="quiet" onClick={() => void saveTable(props).catch(notifyError)}>
        {t('Losses as a table (CSV)')}
      </Button>
      <Button kind="quiet" onClick={() => void saveEvents(props).catch(notifyError)}>
        {t('Losses for TensorBoard')}
      </Button>
    </>
  );
}
