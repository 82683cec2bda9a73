/** A card of the library whose failure stays its own; its item can be saved as it is kept, and deleted. */
import type { ReactNode } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { offerDownload } from '../../../kit/components/offerDownload.ts';
import { asJson } from '../../../kit/records/asJson.ts';
import { keep } from '../../../session/noticesStore.ts';
import type { LibraryItem } from '../libraryState.ts';
import { deleteWithUndo } from './removeItem.ts';

async function saveRecord(item: LibraryItem): Promise<void> {
  offerDownload(new TextEncoder().encode(await asJson(item)).buffer, `${item.id}.json`, 'application/json');
}

export function HeldCard({ item, children }: { item: LibraryItem; children: ReactNode }) {
  const actions = (
    <>
      <Button onClick={() => void keep(() => saveRecord(item))}>Save its record</Button>
      <Button kind="quiet" onClick={() => void deleteWithUndo(item)}>
        Delete it
      </Button>
    </>
  );
  return (
    <li>
      <ErrorBoundary what={`“${item.name}”`} actions={actions}>
        {children}
      </ErrorBoundary>
    </li>
  );
}
