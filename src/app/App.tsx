/** The shell: rail, notices, the panel that the address names, and the status line. */
import { type ComponentType, useEffect, useRef } from 'react';
import { Toaster } from 'sonner';
import { DatasetAdviser } from '../features/advice/DatasetAdviser.tsx';
import { ComparePanel } from '../features/compare/ComparePanel.tsx';
import { CreatePanel } from '../features/create/CreatePanel.tsx';
import { reuseSettings } from '../features/create/galleryStore.ts';
import { DatasetPanel } from '../features/dataset/DatasetPanel.tsx';
import { LibraryPanel } from '../features/library/LibraryPanel.tsx';
import { MorphPanel } from '../features/morph/MorphPanel.tsx';
import { useCaptionWarning } from '../features/training/captionWarning.ts';
import { TrainPanel } from '../features/training/TrainPanel.tsx';
import { ErrorBoundary } from '../kit/components/ErrorBoundary.tsx';
import styles from './App.module.css';
import type { Route } from './address.ts';
import { Notices } from './Notices.tsx';
import { Rail, routeName } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { useRoute } from './useRoute.ts';

/** The dataset with what later panels have to say of it. */
function AdvisedDataset() {
  return <DatasetPanel advice={<DatasetAdviser />} captionWarning={useCaptionWarning()} />;
}

/** Compare, whose pictures Create can draw again. */
function ReusableCompare() {
  return (
    <ComparePanel
      onReuse={(picture) => {
        void reuseSettings(picture);
        location.hash = '#/create';
      }}
    />
  );
}

const PANELS: Record<Route, ComponentType> = {
  dataset: AdvisedDataset,
  train: TrainPanel,
  create: CreatePanel,
  compare: ReusableCompare,
  morph: MorphPanel,
  library: LibraryPanel,
};

export function App() {
  const route = useRoute();
  const Panel = PANELS[route];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${routeName(route)} · Weft`;
    main.current?.scrollTo(0, 0);
  }, [route]);
  return (
    <div className={styles.shell}>
      <Rail route={route} />
      <main ref={main} className={styles.main}>
        <ErrorBoundary what="What is told of the whole page">
          <Notices />
        </ErrorBoundary>
        <ErrorBoundary key={route} what={`The panel “${routeName(route)}”`}>
          <Panel />
        </ErrorBoundary>
      </main>
      <ErrorBoundary what="The status line">
        <StatusLine />
      </ErrorBoundary>
      <Toaster position="bottom-center" theme="system" offset={{ bottom: 64 }} mobileOffset={{ bottom: 120 }} />
    </div>
  );
}
