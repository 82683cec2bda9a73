/** What is to be seen of a run: its progress, its loss curves, and the class images as they come. */
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { useImageUrl } from '../../kit/images/useImageUrl.ts';
import { t } from '../../kit/language/t.ts';
import { Adviser } from '../advice/Adviser.tsx';
import { useDataset } from '../dataset/datasetStore.ts';
import { useAdviceOnRun } from './adviceOnTraining.ts';
import { Forgetting } from './charts/Forgetting.tsx';
import { LossFigure } from './charts/LossFigure.tsx';
import { SampleStrip } from './charts/SampleStrip.tsx';
import { ClassImages } from './classImages/ClassImages.tsx';
import { Arrivals } from './home/Arrivals.tsx';
import { QueueSection } from './queue/QueueSection.tsx';
import { RunStatus } from './run/RunStatus.tsx';
import { isActive } from './run/trainingState.ts';
import { useTraining } from './run/trainingStore.ts';
import styles from './TrainingStage.module.css';
import { UnfinishedRuns } from './unfinished/UnfinishedRuns.tsx';

export function TrainingStage() {
  const run = useTraining((state) => state.run);
  // The empty chart comes with the run, so that nothing jumps when the first losses do.
  const hasChart = useTraining((state) => isActive(state.run) || state.losses.length > 0);
  return (
    <>
      <Arrivals />
      {!isActive(run) && <UnfinishedRuns />}
      <RunStatus run={run} />
      <QueueSection />
      <RunAdviser />
      {hasChart && <LossFigure />}
      <SampleStrip />
      <Forgetting />
      <ClassImages />
      {run.state === 'idle' && <BeforeTraining />}
    </>
  );
}

/** By itself, so that the losses it judges don’t draw the whole stage anew. */
function RunAdviser() {
  return <Adviser label={t('Adviser on this run')} remarks={useAdviceOnRun()} />;
}

function BeforeTraining() {
  const images = useDataset((state) => state.images);
  return (
    <EmptyStage title={t('Ready when you are')}>
      <p>
        {t(
          'Training shows its loss curves and the class images here. You can draw or look around meanwhile; it goes on by itself.',
        )}
      </p>
      <div className={`${styles.strip} ${styles.centred}`}>
        {images.slice(0, 12).map(({ id, bytes }) => (
          <SmallPicture key={id} png={bytes} />
        ))}
      </div>
    </EmptyStage>
  );
}

function SmallPicture({ png }: { png: Blob }) {
  const url = useImageUrl(png);
  return url && <img src={url} alt="" decoding="async" />;
}
