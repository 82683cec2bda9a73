/** Several squares of a photograph, chosen evenly and by chance: where they lie is shown before. */
import type { Crop, Turns } from '../../../contract/pictures/crop.ts';
import type { PhotographSize } from '../../../contract/pictures/photograph.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { SliderField } from '../../../kit/fields/SliderField.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './CropDialog.module.css';
import { turnedSize } from './cropGeometry.ts';
import { largestOverlap } from './scatterCrops.ts';

/** What is asked for. */
export interface SeveralChoice {
  count: number;
  /** Of the shorter side, in percent. */
  percent: number;
  seed: number;
}

export const FIRST_CHOICE: SeveralChoice = { count: 6, percent: 50, seed: 1 };

const COUNTS = { min: 2, max: 30 } as const;
const PERCENTS = { min: 30, max: 100 } as const;

/** The share of two squares' area from which on they teach the same twice. */
const NEARLY_SAME = 0.8;

interface SeveralCropsProps {
  size: PhotographSize;
  /** The photograph's address. */
  url: string;
  turns: Turns;
  choice: SeveralChoice;
  onChoice: (choice: SeveralChoice) => void;
  /** What is chosen by it. */
  crops: readonly Crop[];
}

export function SeveralCrops({ size, url, turns, choice, onChoice, crops }: SeveralCropsProps) {
  return (
    <div className={parts.parts}>
      <Places size={size} url={url} turns={turns} crops={crops} />
      <div className={parts.fields}>
        <SliderField
          label={t('How many crops')}
          {...COUNTS}
          step={1}
          value={choice.count}
          onChange={(count) => onChoice({ ...choice, count })}
        />
        <SliderField
          label={t('Size (% of the shorter side)')}
          {...PERCENTS}
          step={5}
          value={choice.percent}
          onChange={(percent) => onChoice({ ...choice, percent })}
        />
        <p role="status">{overlapText(crops)}</p>
        <div className={styles.buttons}>
          <Button onClick={() => onChoice({ ...choice, seed: choice.seed + 1 })}>{t('Choose others')}</Button>
        </div>
      </div>
    </div>
  );
}

/** Whether they are so much the same that fewer would teach as much. */
export const areTooAlike = (crops: readonly Crop[]): boolean => largestOverlap(crops) >= NEARLY_SAME;

function overlapText(crops: readonly Crop[]): string {
  const overlap = largestOverlap(crops);
  const side = crops[0]?.side ?? 0;
  if (overlap >= NEARLY_SAME)
    return t('So many of {side} × {side} pixels are nearly the same: choose fewer, or smaller ones.', { side });
  if (overlap === 0) return t('Each is {side} × {side} pixels; none overlaps another.', { side });
  return t('Each is {side} × {side} pixels; two of them share {percent} % of their area at most.', {
    side,
    percent: Math.max(1, Math.round(100 * overlap)),
  });
}

/** The photograph as it is turned, with a frame around each crop. */
function Places({ size, url, turns, crops }: Pick<SeveralCropsProps, 'size' | 'url' | 'turns' | 'crops'>) {
  const { width, height } = size;
  const turned = turnedSize(size, turns);
  const moves = ['', `translate(${height} 0)`, `translate(${width} ${height})`, `translate(0 ${width})`];
  return (
    <svg
      className={styles.places}
      viewBox={`0 0 ${turned.width} ${turned.height}`}
      role="img"
      aria-label={t('Where the {count} crops lie', { count: crops.length })}
    >
      <g transform={`${moves[turns]} rotate(${90 * turns})`}>
        <image href={url} width={width} height={height} preserveAspectRatio="none" />
        {crops.map(({ x, y, side }) => (
          <rect key={`${x} ${y}`} x={x} y={y} width={side} height={side} />
        ))}
      </g>
    </svg>
  );
}
