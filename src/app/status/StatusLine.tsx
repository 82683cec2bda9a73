/** The line that is always there: model, device, and the running job with its time left and a way to end it. */
import { msg } from '../../contract/message.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { useHistory } from '../../kit/history/history.ts';
import { knownInWords, t } from '../../kit/language/t.ts';
import { timeLeftText } from '../../kit/text/durationText.ts';
import type { RunningJob } from '../../session/studioState.ts';
import { useStudio } from '../../session/studioStore.ts';
import styles from './StatusLine.module.css';
import { deviceText, openingText } from './statusText.ts';

/** Nobody needs it before something is computed. */
const WorkChoices = lazyPart(
  msg('What is done around long work'),
  async () => (await import('../longWork/WorkChoices.tsx')).WorkChoices,
);

/** There once something was done. */
const HistoryButtons = lazyPart(
  msg('Undo and redo'),
  async () => (await import('../shortcuts/HistoryButtons.tsx')).HistoryButtons,
);

/** Its menu is no part of what has to be there first. */
const LookMenu = lazyPart(msg('Appearance and language'), async () => (await import('../look/LookMenu.tsx')).LookMenu);

function Steps() {
  return useHistory(({ done, undone }) => done.length + undone.length > 0) ? <HistoryButtons /> : null;
}

export function StatusLine() {
  const { opening, job, waiting } = useStudio();
  const device = opening.state === 'ready' ? opening.model.device : null;
  return (
    <section className={styles.line} aria-label={t('Status')}>
      <p className={styles.model}>
        <span className={styles.dot} data-state={opening.state} aria-hidden />
        <span>
          <strong>{openingText(opening)}</strong>
          {device && t(' on {device}', { device: deviceText(device) })}
        </span>
        {device?.note && <span>{knownInWords(device.note)}</span>}
      </p>
      <div className={styles.work}>
        {job && <JobStatus job={job} waiting={waiting} />}
        <Steps />
        <LookMenu />
      </div>
    </section>
  );
}

function JobStatus({ job, waiting }: { job: RunningJob; waiting: number }) {
  const percent = job.fraction === null ? '' : `${Math.floor(job.fraction * 100)} %`;
  const rest = [percent, timeLeftText(job.secondsLeft), waiting > 0 ? t('{waiting} waiting', { waiting }) : ''];
  return (
    <div className={styles.job}>
      <span className={styles.title}>{job.title}</span>
      <ProgressBar label={t('Current job')} fraction={job.fraction} className={styles.bar} />
      <span className={styles.rest}>{rest.filter((part) => part !== '').join(' · ')}</span>
      <WorkChoices />
      <Button kind="quiet" onClick={job.cancel}>
        {t('Cancel')}
      </Button>
    </div>
  );
}
