/** The shell: rail, notices, the panel that the address names, and the status line. */
import { type ComponentType, useEffect, useRef } from 'react';
import { Toaster } from 'sonner';
import { DatasetAdviser } from '../features/advice/DatasetAdviser.tsx';
import { reuseSettings } from '../features/create/galleryStore.ts';
import { DatasetPanel } from '../features/dataset/DatasetPanel.tsx';
import { useCaptionWarning } from '../features/training/captionWarning.ts';
import { ErrorBoundary } from '../kit/components/ErrorBoundary.tsx';
import { lazyPart } from '../kit/components/lazyPart.tsx';
import styles from './App.module.css';
import type { Route } from './address.ts';
import { Notices } from './Notices.tsx';
import { Rail, routeName } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { useRoute } from './useRoute.ts';

/** What the panels behind the first are loaded by: none is waited for before the page can be used. */
const LOAD = {
  train: async () => (await import('../features/training/TrainPanel.tsx')).TrainPanel,
  create: async () => (await import('../features/create/CreatePanel.tsx')).CreatePanel,
  compare: async () => (await import('../features/compare/ComparePanel.tsx')).ComparePanel,
  morph: async () => (await import('../features/morph/MorphPanel.tsx')).MorphPanel,
  library: async () => (await import('../features/library/LibraryPanel.tsx')).LibraryPanel,
};
const TrainPanel = lazyPart('The panel “Train”', LOAD.train);
const CreatePanel = lazyPart('The panel “Create”', LOAD.create);
const ComparePanel = lazyPart('The panel “Compare”', LOAD.compare);
const MorphPanel = lazyPart('The panel “Morph”', LOAD.morph);
const LibraryPanel = lazyPart('The panel “Library”', LOAD.library);

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

/** Has the panels at hand once the page has nothing better to do, so that none is waited for when it is asked for. */
function loadPanels(): void {
  for (const load of Object.values(LOAD)) {
    // One that fails now is told of when it is asked for.
    load().catch(() => undefined);
  }
}

export function App() {
  const route = useRoute();
  const Panel = PANELS[route];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const soon = setTimeout(loadPanels, 1000);
    return () => clearTimeout(soon);
  }, []);
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
