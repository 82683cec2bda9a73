/** The frame of one model: its name, what it is, whether it is open, and what can be done with it. */
import type { ReactNode } from 'react';
import type { Message } from '../../contract/message.ts';
import { msg } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';
import styles from './Models.module.css';
import type { ModelState } from './useModelState.ts';

const BADGES: Record<NonNullable<ModelState>, Message> = {
  open: msg('Open'),
  opening: msg('Opening…'),
  waiting: msg('Opens after the running job'),
};

interface ModelRowProps {
  name: string;
  facts: string;
  state?: ModelState;
  children?: ReactNode;
}

export function ModelRow({ name, facts, state, children }: ModelRowProps) {
  return (
    <li className={styles.row} data-state={state}>
      <div className={styles.words}>
        <div className={styles.head}>
          <h3 className={styles.name}>{name}</h3>
          {state && <span className={styles.badge}>{t(BADGES[state])}</span>}
        </div>
        <p className={styles.facts}>{facts}</p>
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </li>
  );
}
