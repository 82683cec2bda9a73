/** The library: the adapters that were trained here, to be used, renamed or deleted. */
import { buttonClass } from '../../components/Button.tsx';
import { EmptyStage } from '../../components/EmptyStage.tsx';
import { PanelLayout } from '../../components/PanelLayout.tsx';
import { useLibrary } from '../../stores/libraryStore.ts';
import { AdapterCard } from './AdapterCard.tsx';
import styles from './LibraryPanel.module.css';

export function LibraryPanel() {
  const { loaded, adapters } = useLibrary();
  const count = adapters.length === 1 ? '1 adapter is kept' : `${adapters.length} adapters are kept`;
  return (
    <PanelLayout
      title="Library"
      intro="Each adapter is a fabric the model has learnt. They live in this browser, on this device."
      controls={
        <>
          {adapters.length > 0 && <p className={styles.count}>{count}.</p>}
          <a className={buttonClass('plain')} href="#/train">
            Teach another fabric
          </a>
        </>
      }
    >
      {loaded && adapters.length === 0 ? (
        <EmptyStage title="No adapter yet">
          <p>Train one on your fabric; it is kept here when it is done.</p>
        </EmptyStage>
      ) : (
        <ul className={styles.cards} aria-label="Adapters">
          {adapters.map((adapter) => (
            <AdapterCard key={adapter.id} record={adapter} />
          ))}
        </ul>
      )}
    </PanelLayout>
  );
}
