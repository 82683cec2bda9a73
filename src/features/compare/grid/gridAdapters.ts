/** The adapters that a grid names: what is known of them beside their names, and where they are in the library of now. */
import { findAdapter } from '../../library/knownAdapters.ts';
import { type GridItem, isAdapter } from './compareLibrary.ts';
import type { GridAxis, GridSettings, GridSubject } from './gridSettings.ts';

type Unknowing = Omit<GridSettings, 'known'>;

/** The settings with what the library knows of their adapters. */
export function withKnown(settings: Unknowing, library: readonly GridItem[]): GridSettings {
  const known = library
    .filter((item) => isAdapter(item) && adapterNames(settings).has(item.name))
    .map(({ name, id, fingerprint }) => ({ name, id, ...(fingerprint !== undefined && { fingerprint }) }));
  return known.length === 0 ? settings : { ...settings, known };
}

/** The settings with their adapters as the library calls them by now, and the names of those that it doesn't have. */
export function asInLibrary<T extends GridSettings>(
  settings: T,
  library: readonly GridItem[],
): { settings: T; missing: string[] } {
  const adapters = library.filter(isAdapter);
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const name of adapterNames(settings)) {
    const found = findAdapter(knownOf(settings, name), adapters);
    if (found) names.set(name, found.name);
    else missing.push(name);
  }
  const present = settings.adapters.flatMap((adapter) => {
    const name = names.get(adapter.name);
    return name === undefined ? [] : [{ ...adapter, name }];
  });
  const columns = renamed(settings.columns, names);
  const rows = settings.rows && renamed(settings.rows, names);
  return { settings: { ...settings, adapters: present, columns, rows, known: undefined }, missing };
}

/** What is noted of an adapter under the name that it has in a grid. */
export function knownOf({ known }: Pick<GridSettings, 'known'>, name: string) {
  return known?.find((one) => one.name === name) ?? { name };
}

function adapterNames({ adapters, columns, rows }: Unknowing): ReadonlySet<string> {
  const onAxes = [columns, rows].flatMap((axis) => (axis ? namesOn(axis) : []));
  return new Set([...adapters.map(({ name }) => name), ...onAxes]);
}

function namesOn(axis: GridAxis): string[] {
  if (axis.setting === 'adapter') return axis.values.filter((name) => name !== null);
  if (axis.setting === 'trained') return axis.values.flatMap(({ subjects }) => adapterNamesOf(subjects));
  if (axis.setting !== 'subject') return [];
  return adapterNamesOf(axis.values);
}

const adapterNamesOf = (subjects: readonly GridSubject[]): string[] =>
  subjects.flatMap((subject) => (subject.kind === 'adapter' ? [subject.name] : []));

/** An axis with its adapters under other names; those that have none are left out. */
function renamed(axis: GridAxis, names: ReadonlyMap<string, string>): GridAxis {
  if (axis.setting === 'adapter') {
    return { ...axis, values: axis.values.flatMap((name) => (name === null ? [null] : (names.get(name) ?? []))) };
  }
  const renamedIn = (subjects: readonly GridSubject[]) =>
    subjects.flatMap((subject): GridSubject[] => {
      if (subject.kind !== 'adapter') return [subject];
      const name = names.get(subject.name);
      return name === undefined ? [] : [{ ...subject, name }];
    });
  if (axis.setting === 'trained') {
    return { ...axis, values: axis.values.map((value) => ({ ...value, subjects: renamedIn(value.subjects) })) };
  }
  return axis.setting === 'subject' ? { ...axis, values: renamedIn(axis.values) } : axis;
}
