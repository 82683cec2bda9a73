/** The page that measures by one press: shows each figure as it is found, and hands out the report. */
import '../../src/app/theme.css';
import { offerDownload } from '../../src/kit/components/offerDownload.ts';
import './page.css';
import { measure, SUBJECT_NAMES, SUBJECTS, type Subject } from './measure.ts';
import { type BenchReport, cells, newReport, reportText } from './report.ts';

function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} “${id}”.`);
  return found;
}

const what = byId('what', HTMLFieldSetElement);
const begin = byId('measure', HTMLButtonElement);
const save = byId('save', HTMLButtonElement);
const copy = byId('copy', HTMLButtonElement);
const state = byId('state', HTMLParagraphElement);
const rows = byId('rows', HTMLTableSectionElement);

let report: BenchReport = newReport();

function chosen(): Subject[] {
  const checked = [...what.querySelectorAll<HTMLInputElement>('input:checked')].map(({ name }) => name);
  return SUBJECTS.filter((subject) => checked.includes(subject));
}

function show(values: readonly string[]): void {
  const row = rows.insertRow();
  for (const value of values) row.insertCell().textContent = value;
}

async function measureAll(): Promise<void> {
  report = newReport();
  rows.replaceChildren();
  for (const button of [begin, save, copy]) button.disabled = true;
  what.disabled = true;
  const subjects = chosen();
  for (const [index, subject] of subjects.entries()) {
    state.textContent = `Measuring ${index + 1} of ${subjects.length}: ${SUBJECT_NAMES[subject]}. Leave this tab in front.`;
    try {
      await measure(subject, (row) => {
        report.rows.push(row);
        show(cells(row));
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report.failures.push({ model: SUBJECT_NAMES[subject], message });
      show([SUBJECT_NAMES[subject], '', message]);
    }
  }
  state.textContent = subjects.length > 0 ? 'Measured.' : 'Choose what to measure.';
  what.disabled = false;
  begin.disabled = false;
  save.disabled = copy.disabled = subjects.length === 0;
}

begin.addEventListener('click', () => void measureAll());
save.addEventListener('click', () => {
  offerDownload(JSON.stringify(report, null, 2), 'weft-bench.json', 'application/json');
});
copy.addEventListener('click', async () => {
  await navigator.clipboard.writeText(reportText(report));
  state.textContent = 'Copied.';
});
