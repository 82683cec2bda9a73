/** Adds a model: from the hub, or from the person's own disk. */
import { useState } from 'react';
import { msg } from '../../../contract/message.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { SegmentedField } from '../../../kit/fields/SegmentedField.tsx';
import { t } from '../../../kit/language/t.ts';
import { MODEL_HELP } from '../modelHelp.ts';
import { useModels } from '../modelStore.ts';
import { FileSource } from './FileSource.tsx';
import { FolderSource } from './FolderSource.tsx';
import { HubSource } from './HubSource.tsx';

const SOURCES = [
  { value: 'hub', name: msg('The hub') },
  { value: 'folder', name: msg('A folder') },
  { value: 'file', name: msg('A file') },
] as const;

export function AddModelDialog({ onClose }: { onClose: () => void }) {
  const [source, setSource] = useState<(typeof SOURCES)[number]['value']>('hub');
  const busy = useModels(({ task }) => task !== null);
  return (
    <Dialog
      title={t('Add a model')}
      description={
        <p>
          {busy
            ? t('Another model is being added. When it is there, or paused, the next can come.')
            : t('A model of Stable Diffusion’s architecture. It stays in this browser until you remove it.')}
        </p>
      }
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('Close')}</Button>}
    >
      {!busy && (
        <>
          <SegmentedField
            label={t('From')}
            about={MODEL_HELP.from}
            value={source}
            onChange={setSource}
            options={SOURCES.map(({ value, name }) => ({ value, name: t(name) }))}
          />
          {source === 'hub' && <HubSource onDone={onClose} />}
          {source === 'folder' && <FolderSource onDone={onClose} />}
          {source === 'file' && <FileSource onDone={onClose} />}
        </>
      )}
    </Dialog>
  );
}
