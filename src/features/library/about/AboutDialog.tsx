/** What its person says of an adapter or a word: it is shown on its card, and goes into its files for other programs. */
import { useId, useState } from 'react';
import { ItemAbout, NOTHING_SAID } from '../../../contract/library/itemAbout.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { ownSubmit } from '../../../kit/dialogs/ownSubmit.ts';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { draftOf, readDraft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';
import type { LibraryItem } from '../libraryState.ts';
import { ABOUT } from './aboutHelp.ts';
import { aboutOf } from './aboutOf.ts';
import { describeWithUndo } from './describeWithUndo.ts';

/** Rows of the fields that hold more than a line. */
const ROWS: Partial<Record<keyof ItemAbout, number>> = { description: 4 };
const FIELDS = Object.keys(NOTHING_SAID) as (keyof ItemAbout)[];

export function AboutDialog({ item, onClose }: { item: LibraryItem; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(aboutOf(item)));
  const form = useId();
  const { settings, errors } = readDraft(ItemAbout, NOTHING_SAID, draft);
  const submit = ownSubmit(() => {
    if (!settings) return;
    void describeWithUndo(item.id, settings);
    onClose();
  });
  return (
    <Dialog
      title={t('About “{name}”', { name: item.name })}
      description={<p>{t('It goes into every file that is exported, where other programs show it.')}</p>}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" type="submit" form={form} disabled={!settings}>
            {t('Save')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <form id={form} className={parts.fields} onSubmit={submit}>
        {FIELDS.map((field) => (
          <SettingField
            key={field}
            setting={ABOUT[field]}
            value={draft[field]}
            error={errors[field]}
            rows={ROWS[field] ?? 1}
            onChange={(value) => setDraft((now) => ({ ...now, [field]: value }))}
          />
        ))}
      </form>
    </Dialog>
  );
}
