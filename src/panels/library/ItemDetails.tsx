/** The settings of an item's run, all of them, folded away. */
import type { AdapterOrigin } from '../../../workers/protocol.ts';
import { Fold } from '../../components/Fold.tsx';
import styles from './ItemDetails.module.css';
import { originRows } from './originRows.ts';

const TITLES: Record<AdapterOrigin['kind'], string> = {
  trained: 'Settings of its run',
  merged: 'What it was made of',
  foreign: 'What its file says',
};

export function ItemDetails({ origin }: { origin: AdapterOrigin }) {
  const rows = originRows(origin);
  if (rows.length === 0) return null;
  return (
    <Fold title={TITLES[origin.kind]}>
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
