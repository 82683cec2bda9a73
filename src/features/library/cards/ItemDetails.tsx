/** What else is known of an item, folded away: the settings of its run, all of them, and what its person says of it. */
import { type ReactNode, useState } from 'react';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import type { AdapterOrigin } from '../../../contract/runs/runs.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { lazyPart } from '../../../kit/components/lazyPart.tsx';
import { t } from '../../../kit/language/t.ts';
import { aboutRows } from '../about/aboutRows.ts';
import type { LibraryItem } from '../libraryState.ts';
import { LossFiles } from '../losses/LossFiles.tsx';
import styles from './ItemDetails.module.css';
import { type OriginRow, originRows } from './originRows.ts';

const TITLES: Record<AdapterOrigin['kind'], Message> = {
  trained: msg('Settings of its run'),
  merged: msg('What it was made of'),
  foreign: msg('What its file says'),
};

interface ItemDetailsProps {
  item: LibraryItem;
  /** What can be said of it. */
  children?: ReactNode;
}

const AboutDialog = lazyPart(
  msg('What is said of it'),
  async () => (await import('../about/AboutDialog.tsx')).AboutDialog,
);

export function ItemDetails({ item, children }: ItemDetailsProps) {
  const [describing, setDescribing] = useState(false);
  const { origin, name } = item;
  const rows = originRows(origin);
  const told = aboutRows(item);
  return (
    <Fold title={rows.length === 0 ? t('More about it') : t(TITLES[origin.kind])}>
      {children}
      <div className={styles.about}>
        <Button kind="quiet" onClick={() => setDescribing(true)}>
          {t('Say something about {name}', { name })}
        </Button>
        {origin.kind === 'trained' && <LossFiles name={name} createdAt={item.createdAt} origin={origin} />}
        {describing && <AboutDialog item={item} onClose={() => setDescribing(false)} />}
      </div>
      {told.length > 0 && <Rows rows={told} />}
      <Rows rows={rows} />
    </Fold>
  );
}

function Rows({ rows }: { rows: readonly OriginRow[] }) {
  return (
    <dl className={styles.rows}>
      {rows.map(({ label, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a mix may bear the same name
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
