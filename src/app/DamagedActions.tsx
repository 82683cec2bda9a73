/** What can be done with entries of storage that can't be read: take them away as they are, and remove them. */
import { sourceOf } from '../contract/message.ts';
import { Button } from '../kit/buttons/Button.tsx';
import { offerDownload } from '../kit/components/offerDownload.ts';
import { offerUndo } from '../kit/components/offerUndo.ts';
import { t } from '../kit/language/t.ts';
import { asJson } from '../kit/records/asJson.ts';
import { type DamagedEntries, dismissNotice, keep, type Notice } from '../session/noticesStore.ts';

async function saveAsTheyAre({ what, records }: DamagedEntries): Promise<void> {
  const json = await asJson(records.map(({ stored }) => stored));
  const bytes = new TextEncoder().encode(json).buffer;
  offerDownload(bytes, `weft damaged ${sourceOf(what).replace(/[^\w ]/g, '')}.json`, 'application/json');
}

async function removeWithUndo(id: string, { what, records }: DamagedEntries): Promise<void> {
  const all = (act: 'remove' | 'putBack') =>
    keep(async () => {
      for (const record of records) await record[act]();
    });
  if (!(await all('remove'))) return;
  dismissNotice(id);
  offerUndo(t('The damaged entries of {what} were removed.', { what: t(what) }), {
    undo: () => all('putBack'),
    again: () => removeWithUndo(id, { what, records }),
  });
}

export function DamagedActions({ id, damaged }: { id: Notice['id']; damaged: DamagedEntries }) {
  return (
    <>
      <Button onClick={() => void keep(() => saveAsTheyAre(damaged))}>{t('Save them as they are')}</Button>
      <Button kind="quiet" onClick={() => void removeWithUndo(id, damaged)}>
        {t('Remove them')}
      </Button>
    </>
  );
}
