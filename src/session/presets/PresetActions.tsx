/** What can be done with the preset that a form stands at: kept under a name where it is new, else renamed, shared, deleted. */
import { useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { NameDialog } from '../../kit/dialogs/NameDialog.tsx';
import { t } from '../../kit/language/t.ts';
import { deletePreset, renamePreset } from './ownPresets.ts';
import styles from './PresetActions.module.css';
import type { OwnPreset } from './presetRecords.ts';

interface PresetActionsProps {
  /** The person's own that the form stands at; null where it stands at none. */
  preset: OwnPreset | null;
  /** Keeps the form under a name; null where it stands at a preset already. */
  onSave: ((name: string) => void) | null;
  onShare: (preset: OwnPreset) => void;
  /** What of the form a preset holds, as a sentence. */
  holds: string;
}

export function PresetActions({ preset, onSave, onShare, holds }: PresetActionsProps) {
  const [asking, setAsking] = useState<'save' | 'rename' | null>(null);
  const name = (typed: string) => {
    if (asking === 'save') onSave?.(typed);
    else if (preset) void renamePreset(preset, typed);
    setAsking(null);
  };
  if (!preset && !onSave) return null;
  return (
    <div className={styles.actions}>
      {preset ? (
        <>
          <Button kind="quiet" onClick={() => setAsking('rename')}>
            {t('Rename preset')}
          </Button>
          <Button kind="quiet" onClick={() => onShare(preset)}>
            {t('Share preset')}
          </Button>
          <Button kind="quiet" onClick={() => void deletePreset(preset)}>
            {t('Delete preset')}
          </Button>
        </>
      ) : (
        <Button kind="quiet" onClick={() => setAsking('save')}>
          {t('Save as a preset')}
        </Button>
      )}
      {asking && (
        <NameDialog
          title={asking === 'save' ? t('Save as a preset') : t('Rename the preset')}
          description={<p>{holds}</p>}
          label={t('Name of the preset')}
          first={(asking === 'rename' && preset?.name) || ''}
          onName={name}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
