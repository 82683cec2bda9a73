/** What else is known of an item, folded away: the settings of its run, all of them, and what its person says of it. */
import type { ReactNode } from 'react';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import type { AdapterOrigin } from '../../../contract/runs/runs.ts';
import { Fold } from '../../../kit/components/Fold.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './ItemDetails.module.css';
import { originRows } from './originRows.ts';

const TITLES: Record<AdapterOrigin['kind'], Message> = {
  trained: msg('Settings of its run'),
  merged: msg('What it was made of'),
  foreign: msg('What its file says'),
};

interface ItemDetailsProps {
  origin: AdapterOrigin;
  /** What can be said of it. */
  children?: ReactNode;
}

export function ItemDetails({ origin, children }: ItemDetailsProps) {
  const rows = originRows(origin);
  if (rows.length === 0 && !children) return null;
  return (
    <Fold title={rows.length === 0 ? t('More about it') : t(TITLES[origin.kind])}>
      {children}
      <dl className={styles.rows}>
        {rows.map(({ label, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a mix may bear the same name
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  );
}
