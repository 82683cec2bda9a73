/** The shell: rail, notices, the panel that the address names, and the status line. */
import { type ComponentType, useEffect, useRef } from 'react';
import { Toaster } from 'sonner';
import { ComparePanel } from '../features/compare/ComparePanel.tsx';
import { CreatePanel } from '../features/create/CreatePanel.tsx';
import { DatasetPanel } from '../features/dataset/DatasetPanel.tsx';
import { LibraryPanel } from '../features/library/LibraryPanel.tsx';
import { MorphPanel } from '../features/morph/MorphPanel.tsx';
import { TrainPanel } from '../features/training/TrainPanel.tsx';
import styles from './App.module.css';
import type { Route } from './address.ts';
import { Notices } from './Notices.tsx';
import { Rail, routeName } from './Rail.tsx';
import { StatusLine } from './StatusLine.tsx';
import { useRoute } from './useRoute.ts';

const PANELS: Record<Route, ComponentType> = {
  dataset: DatasetPanel,
  train: TrainPanel,
  create: CreatePanel,
  compare: ComparePanel,
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
        <Notices />
        <Panel />
      </main>
      <StatusLine />
      <Toaster position="bottom-center" theme="system" offset={{ bottom: 64 }} mobileOffset={{ bottom: 120 }} />
    </div>
  );
}
