/** `NOT_CARRIED.md`: engine by engine, the settings that it lacks and what happens instead. */
import type { RunBundle } from '../../../contract/runs/runBundle.ts';
import type { EnginePlan } from './engines/engine.ts';
import { markdownText } from './text/markdown.ts';

export function notCarriedText(run: RunBundle, plans: readonly EnginePlan[]): string {
  return `# What other engines don’t carry

The run “${markdownText(run.settings.adapterName)}”, ${run.id}. Each engine’s files say the same as the studio’s form, but for what is listed here.

${plans.map((plan) => sectionOf(run, plan)).join('\n')}`;
}

function sectionOf(run: RunBundle, { engine, fates, refusals, differences }: EnginePlan): string {
  const title = `## ${engine.name}\n\n`;
  if (refusals.length > 0) {
    return `${title}Not written: \`${engine.folder}/WHY_NOT.md\` says why.\n\n${list(refusals)}`;
  }
  const settings: Readonly<Record<string, unknown>> = run.settings;
  const lacking = fates.flatMap(({ name, label, fate }) => (fate.kind === 'lacking' ? [{ name, label, ...fate }] : []));
  const rows = lacking
    .filter(({ matters }) => matters)
    .map(({ name, label, instead }) => `| ${markdownText(label)} | ${valueText(settings[name])} | ${instead} |\n`);
  const idle = lacking.filter(({ matters }) => !matters).map(({ label }) => label);
  const table =
    rows.length > 0
      ? `| setting | here | what happens instead |\n| --- | --- | --- |\n${rows.join('')}\n`
      : 'Every setting of this run is carried.\n\n';
  const others = idle.length > 0 ? `Lacking too, without a difference to this run: ${idle.join(', ')}.\n\n` : '';
  return `${title}${table}${others}${differences.length > 0 ? list(differences) : ''}`;
}

const list = (lines: readonly string[]) => `${lines.map((line) => `- ${line}`).join('\n')}\n`;

/** A value as it fits into a cell. */
function valueText(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return markdownText(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
