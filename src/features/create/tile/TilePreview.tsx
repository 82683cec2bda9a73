/** A picture repeated three times each way, which can be dragged, or moved by the arrow keys, to look at its seams. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { type TileRepeat, tileMove } from '../../../contract/settings/tileSettings.ts';
import styles from './TilePreview.module.css';

const SHOWN = 3;
/** After so many tiles every repeat begins again: half-drop and brick move every other one. */
const PERIOD = 2;
/** As many as fill what is shown, however far it is moved; one more where half a tile is moved. */
const PLACES = Array.from({ length: SHOWN + PERIOD + 2 }, (_, place) => place - PERIOD - 1);
/** Of a tile, by one press of an arrow key. */
const KEY_STEP = 1 / 16;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

interface TilePreviewProps {
  url: string;
  repeat: TileRepeat;
  label: string;
}

export function TilePreview({ url, repeat, label }: TilePreviewProps) {
  /** How far it is moved to the right and down, in tiles. */
  const [[right, down], setMoved] = useState<readonly [number, number]>([0, 0]);
  const last = useRef<readonly [number, number] | null>(null);
  const move = (x: number, y: number) => setMoved(([a, b]) => [wrapped(a + x), wrapped(b + y)]);
  const drag = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLButtonElement>) => {
    if (!last.current) return;
    const [x, y] = last.current;
    move((clientX - x) / (currentTarget.clientWidth / SHOWN), (clientY - y) / (currentTarget.clientHeight / SHOWN));
    last.current = [clientX, clientY];
  };
  const press = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    move(...arrow);
  };
  return (
    <button
      type="button"
      className={styles.preview}
      aria-label={label}
      onKeyDown={press}
      onPointerDown={({ currentTarget, pointerId, clientX, clientY }) => {
        currentTarget.setPointerCapture(pointerId);
        last.current = [clientX, clientY];
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        last.current = null;
      }}
    >
      {PLACES.flatMap((column) =>
        PLACES.map((row) => {
          const [x, y] = tileMove(repeat, column, row);
          return (
            <img
              key={`${column} ${row}`}
              src={url}
              alt=""
              draggable={false}
              style={{ left: percent(column + x + right), top: percent(row + y + down) }}
            />
          );
        }),
      )}
    </button>
  );
}

const wrapped = (tiles: number) => ((tiles % PERIOD) + PERIOD) % PERIOD;
const percent = (tiles: number) => `${(100 * tiles) / SHOWN}%`;
