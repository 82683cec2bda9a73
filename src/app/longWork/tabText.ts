/** What the tab shows: how far the work is, in words and as a ring. */
import { msg } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';
import { timeLeftText } from '../../kit/text/durationText.ts';
import type { RunningJob } from '../../session/studioState.ts';
import type { WorkState } from './workState.ts';

type Progress = Pick<RunningJob, 'title' | 'fraction' | 'secondsLeft'>;

const ENDED = { done: msg('Done'), failed: msg('Stopped') } as const;

/** @param panel the open panel's name. E.g. `42 %, about 3 min left · Training “Ankara” · Weft` */
export function tabTitle(panel: string, job: Progress | null, unseen: WorkState['unseen']): string {
  if (!job) return [unseen ? t(ENDED[unseen]) : '', panel, 'Weft'].filter((part) => part !== '').join(' · ');
  const percent = job.fraction === null ? '' : `${Math.floor(job.fraction * 100)} %`;
  const progress = [percent, timeLeftText(job.secondsLeft)].filter((part) => part !== '').join(', ');
  return [progress, job.title, 'Weft'].filter((part) => part !== '').join(' · ');
}

/** The icon between jobs. */
export const RESTING_ICON = './favicon.svg';

/** Circumference of the ring below. */
const ROUND = 2 * Math.PI * 10;
const GROUND = { working: '#343a99', done: '#1d7a4c', failed: '#b3261e' } as const;

/** The icon's address: a ring that fills in steps of a twentieth, a mark once it ended, else the page's own. */
export function tabIcon(job: Progress | null, unseen: WorkState['unseen']): string {
  if (job) {
    const filled = (Math.floor((job.fraction ?? 0) * 20) / 20) * ROUND;
    const ring = '<circle cx="16" cy="16" r="10" fill="none" stroke-width="5"';
    return picture(
      GROUND.working,
      `${ring} stroke="#f7f3ea" stroke-opacity=".3"/>${ring} stroke="#e0a33a" stroke-dasharray="${filled.toFixed(1)} 99" transform="rotate(-90 16 16)"/>`,
    );
  }
  if (!unseen) return RESTING_ICON;
  const mark = unseen === 'done' ? 'M8 17l6 6L24 10' : 'M16 7v11M16 23v2';
  return picture(
    GROUND[unseen],
    `<path d="${mark}" fill="none" stroke="#f7f3ea" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>`,
  );
}

function picture(ground: string, drawing: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${ground}"/>${drawing}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
