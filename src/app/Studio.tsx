/** What stands in the frame: notices, the panel that the address names, and the status line. */
import { type ComponentType, lazy, Suspense, useEffect, useRef, useSyncExternalStore } from 'react';
import { Toaster } from 'sonner';
import { msg } from '../contract/message.ts';
import { DatasetAdviser } from '../features/advice/DatasetAdviser.tsx';
import { reuseSettings } from '../features/create/galleryStore.ts';
import { DatasetPanel } from '../features/dataset/DatasetPanel.tsx';
import { PictureUses } from '../features/drawing/fields/pictureUses.ts';
import { useCaptionWarning } from '../features/training/captionWarning.ts';
import { ErrorBoundary } from '../kit/components/ErrorBoundary.tsx';
import { lazyPart } from '../kit/components/lazyPart.tsx';
import { t } from '../kit/language/t.ts';
import { useLanguage } from '../kit/language/useLanguage.ts';
import { onTheme, theme } from '../kit/look/theme.ts';
import styles from './App.module.css';
import type { Route } from './address.ts';
import { formsAtHand } from './forms.ts';
import { useTab } from './longWork/useTab.ts';
import { Notices } from './Notices.tsx';
import { routeName } from './Rail.tsx';
import { useSheet } from './shortcuts/sheetStore.ts';
import { StatusLine } from './status/StatusLine.tsx';
import { ForNewcomers } from './tour/ForNewcomers.tsx';
import { useTour } from './tour/tourState.ts';
import { useAddressWishes } from './useAddressWishes.ts';
import { PICTURE_USES } from './uses/pictureUses.ts';

/** A panel with a form, which is shown once it is as it was kept. */
async function withForm<P>(loading: Promise<P>): Promise<P> {
  await formsAtHand();
  return loading;
}

/** What loads the panels behind the first: none is waited for before the page can be used. */
const LOAD = {
  train: async () => ({ default: (await withForm(import('../features/training/TrainPanel.tsx'))).TrainPanel }),
  create: async () => ({ default: (await withForm(import('../features/create/CreatePanel.tsx'))).CreatePanel }),
  compare: async () => ({ default: (await withForm(import('../features/compare/ComparePanel.tsx'))).ComparePanel }),
  morph: async () => ({ default: (await withForm(import('../features/morph/MorphPanel.tsx'))).MorphPanel }),
  library: async () => ({ default: (await import('./KeptLibrary.tsx')).KeptLibrary }),
  course: async () => ({ default: (await withForm(import('./course/CoursePanel.tsx'))).CoursePanel }),
};
const ComparePanel = lazy(LOAD.compare);

/** The dataset with what later panels have to say of it. */
function AdvisedDataset() {
  return (
    <DatasetPanel
      advice={
        <>
          <ForNewcomers />
          <DatasetAdviser />
        </>
      }
      captionWarning={useCaptionWarning()}
    />
  );
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
  train: lazy(LOAD.train),
  create: lazy(LOAD.create),
  compare: ReusableCompare,
  morph: lazy(LOAD.morph),
  library: lazy(LOAD.library),
  course: lazy(LOAD.course),
};

/** Has the panels at hand before they are asked for. */
function loadPanels(): void {
  for (const load of Object.values(LOAD)) {
    // One that fails now is told of when it is asked for.
    load().catch(() => undefined);
  }
}

const ShortcutSheet = lazyPart(
  msg('The list of shortcuts'),
  async () => (await import('./shortcuts/ShortcutSheet.tsx')).ShortcutSheet,
);

const TourCard = lazyPart(msg('The tour'), async () => (await import('./tour/TourCard.tsx')).TourCard);

function Tour({ route }: { route: Route }) {
  const step = useTour((state) => state.step);
  return step === null ? null : <TourCard place={step} route={route} />;
}

function Sheet() {
  return useSheet(({ open }) => open) ? <ShortcutSheet /> : null;
}

export function Studio({ route }: { route: Route }) {
  useAddressWishes();
  // Anew in another language: what was said in the one before is nowhere kept.
  return <Spoken key={useLanguage()} route={route} />;
}

/** A part of its own, since it is told anew several times a second while work goes on. */
function Tab({ route }: { route: Route }) {
  useTab(routeName(route));
  return null;
}

function Spoken({ route }: { route: Route }) {
  const shownTheme = useSyncExternalStore(onTheme, theme);
  const Panel = PANELS[route];
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // Once the first panel has been shown.
    const soon = setTimeout(loadPanels, 1000);
    return () => clearTimeout(soon);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another panel is looked at from its top.
  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [route]);
  return (
    <>
      <Tab route={route} />
      <main ref={main} className={styles.main}>
        <ErrorBoundary what={t('What is told of the whole page')}>
          <Notices />
        </ErrorBoundary>
        <Tour route={route} />
        <ErrorBoundary key={route} what={t('The panel “{panel}”', { panel: routeName(route) })}>
          <Suspense>
            <PictureUses value={PICTURE_USES}>
              <Panel />
            </PictureUses>
          </Suspense>
        </ErrorBoundary>
      </main>
      <ErrorBoundary what={t('The status line')}>
        <StatusLine />
      </ErrorBoundary>
      <Sheet />
      <Toaster position="bottom-center" theme={shownTheme} offset={{ bottom: 64 }} mobileOffset={{ bottom: 120 }} />
    </>
  );
}
