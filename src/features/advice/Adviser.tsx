/** The adviser: what it sees, what to do about it, and the way there; nothing where it sees nothing. */
import { Lightbulb, OctagonAlert, TriangleAlert, X } from 'lucide-react';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { focusField } from '../../kit/fields/focusField.ts';
import { t } from '../../kit/language/t.ts';
import styles from './Adviser.module.css';
import { dismissRemark, useAdviser } from './adviserStore.ts';
import { foremost, type Lead, type Remark, type Tone } from './remark.ts';

interface AdviserProps<C> {
  /** Tells several advisers on a page from each other. */
  label: string;
  /** Of all rules that were asked. */
  remarks: readonly (Remark<C> | null)[];
  /** Makes the change that a remark offers. */
  onChange?: ((change: C) => void) | undefined;
}

const ICONS: Record<Tone, typeof Lightbulb> = { problem: OctagonAlert, warning: TriangleAlert, hint: Lightbulb };

export function Adviser<C>({ label, remarks, onChange }: AdviserProps<C>) {
  const dismissed = useAdviser((state) => state.dismissed);
  const shown = foremost(remarks, dismissed);
  return (
    // The place is there before its words are, so that they are read aloud when they come.
    <div aria-live="polite" className={styles.place}>
      {shown.length > 0 && (
        <section className={styles.adviser} aria-label={label}>
          <h2 className={styles.title}>{t('Adviser')}</h2>
          <ul className={styles.remarks}>
            {shown.map((remark) => (
              <RemarkItem key={remark.id} remark={remark} onChange={onChange} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function RemarkItem<C>({ remark, onChange }: { remark: Remark<C>; onChange: AdviserProps<C>['onChange'] }) {
  const { id, tone, sentence, todo, lead } = remark;
  const Icon = ICONS[tone];
  return (
    <li className={styles.remark} data-tone={tone}>
      <Icon aria-hidden size={17} />
      <div className={styles.words}>
        <p>{sentence}</p>
        <p className={styles.todo}>{todo}</p>
        {lead && <LeadControl lead={lead} onChange={onChange} />}
      </div>
      <IconButton name={t('Dismiss this advice')} onClick={() => dismissRemark(id)}>
        <X aria-hidden size={14} />
      </IconButton>
    </li>
  );
}

function LeadControl<C>({ lead, onChange }: { lead: Lead<C>; onChange: AdviserProps<C>['onChange'] }) {
  switch (lead.kind) {
    case 'link':
      return <a href={lead.href}>{lead.text}</a>;
    case 'field':
      return <Button onClick={() => focusField(lead.label)}>{lead.text}</Button>;
    case 'change':
      return <Button onClick={() => onChange?.(lead.change)}>{lead.text}</Button>;
  }
}
