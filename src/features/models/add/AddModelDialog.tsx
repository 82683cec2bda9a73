/** Adds a model: from the hub, or from the person's own disk. */
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { SegmentedField } from '../../../kit/fields/SegmentedField.tsx';
import { MODEL_HELP } from '../modelHelp.ts';
import { useModels } from '../modelStore.ts';
import { FileSource } from './FileSource.tsx';
import { FolderSource } from './FolderSource.tsx';
import { HubSource } from './HubSource.tsx';

const SOURCES = [
  { value: 'hub', name: 'The hub' },
  { value: 'folder', name: 'A folder' },
  { value: 'file', name: 'A file' },
] as const;

export function AddModelDialog({ onClose }: { onClose: () => void }) {
  const [source, setSource] = useState<(typeof SOURCES)[number]['value']>('hub');
  const busy = useModels(({ task }) => task !== null);
  return (
    <Dialog
      title="Add a model"
      description={
        <p>
          {busy
            ? 'Another model is being added. When it is there, or paused, the next can come.'
            : 'A model of Stable Diffusion’s architecture. It stays in this browser until you remove it.'}
        </p>
      }
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {!busy && (
        <>
          <SegmentedField label="From" about={MODEL_HELP.from} value={source} onChange={setSource} options={SOURCES} />
          {source === 'hub' && <HubSource onDone={onClose} />}
          {source === 'folder' && <FolderSource onDone={onClose} />}
          {source === 'file' && <FileSource onDone={onClose} />}
        </>
      )}
    </Dialog>
  );
}
