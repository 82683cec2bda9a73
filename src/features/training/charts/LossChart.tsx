/** The loss curves drawn by uPlot: made once, then given new data; made anew when the colours change. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { onTheme } from '../../../kit/look/theme.ts';
import 'uplot/dist/uPlot.min.css';
import { thin } from '../../../kit/charts/smoothing.ts';
import styles from './LossFigure.module.css';
import type { LossCurves } from './lossCurves.ts';

/** Points drawn at most; more than the chart has pixels would only cost time. */
const MOST_POINTS = 500;
const HEIGHT = 280;

export function LossChart({ curves }: { curves: LossCurves }) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(curves);
  latest.current = curves;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const make = () => {
      chart.current?.destroy();
      chart.current = new uPlot(options(element.clientWidth), chartData(latest.current), element);
    };
    // In a task of its own: making the chart costs more than all that is drawn on it later.
    const request = requestAnimationFrame(make);
    const fit = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    fit.observe(element);
    const endTheme = onTheme(make);
    return () => {
      cancelAnimationFrame(request);
      fit.disconnect();
      endTheme();
      chart.current?.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const request = requestAnimationFrame(() => chart.current?.setData(chartData(curves)));
    return () => cancelAnimationFrame(request);
  }, [curves]);

  return <div ref={frame} className={styles.chart} />;
}

function chartData(curves: LossCurves): uPlot.AlignedData {
  const indices = curves.steps.map((_, index) => index);
  const thinned = new Set(thin(indices, MOST_POINTS));
  // The evaluation loss has few points, and none of them may be left out.
  const shown = indices.filter((index) => thinned.has(index) || curves.evalTrained[index] !== null);
  const pick = (values: readonly (number | null)[]) => shown.map((index) => values[index] ?? null);
  return [
    shown.map((index) => curves.steps[index] ?? 0),
    pick(curves.instance),
    pick(curves.prior),
    pick(curves.instanceSmooth),
    pick(curves.priorSmooth),
    pick(curves.total),
    pick(curves.totalSmooth),
    pick(curves.evalTrained),
    pick(curves.evalHeldOut),
  ];
}

function options(width: number): uPlot.Options {
  const theme = getComputedStyle(document.documentElement);
  const colour = (name: string) => theme.getPropertyValue(name).trim();
  const faint = (name: string) => ({ stroke: `color-mix(in srgb, ${colour(name)} 28%, transparent)`, width: 1 });
  const strong = (name: string) => ({ stroke: colour(name), width: 2.5 });
  const evaluations = { stroke: colour('--ink'), width: 1.5, spanGaps: true, points: { show: true, size: 5 } };
  const hidePoints = { points: { show: false } };
  const axis = {
    stroke: colour('--ink-soft'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false } },
    // Steps are whole numbers, and so are the marks between them.
    axes: [
      { ...axis, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
      { ...axis, size: 56 },
    ],
    series: [
      {},
      { ...faint('--accent'), ...hidePoints },
      { ...faint('--prior'), ...hidePoints },
      { ...strong('--accent'), ...hidePoints },
      { ...strong('--prior'), ...hidePoints },
      { ...faint('--line-strong'), ...hidePoints },
      { ...strong('--line-strong'), ...hidePoints },
      evaluations,
      { ...evaluations, dash: [6, 4] },
    ],
  };
}
