/** A card of the library whose failure stays its own; its item can be saved as it is kept, and deleted. */
import type { ReactNode } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { NearItem } from '../../../kit/components/NearItem.tsx';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { t } from '../../../kit/language/t.ts';
import { asJson } from '../../../kit/records/asJson.ts';
import { keep } from '../../../session/noticesStore.ts';
import styles from '../LibraryPanel.module.css';
import type { LibraryItem } from '../libraryState.ts';
import { deleteWithUndo } from './removeItem.ts';

async function saveRecord(item: LibraryItem): Promise<void> {
  offerDownload(new TextEncoder().encode(await asJson(item)).buffer, `${item.id}.json`, 'application/json');
}

/** So many cards are there at once; the others as they come near. */
const AT_ONCE = 8;

interface HeldCardProps {
  item: LibraryItem;
  /** In its list, from 0. */
  place: number;
  children: ReactNode;
}

export function HeldCard({ item, place, children }: HeldCardProps) {
  const actions = (
    <>
      <Button onClick={() => void keep(() => saveRecord(item))}>{t('Save its record')}</Button>
      <Button kind="quiet" onClick={() => void deleteWithUndo(item)}>
        {t('Delete it')}
      </Button>
    </>
  );
  return (
    <NearItem className={styles.held} first={place < AT_ONCE} stays>
      <ErrorBoundary what={`“${item.name}”`} actions={actions}>
        {children}
      </ErrorBoundary>
    </NearItem>
  );
}
