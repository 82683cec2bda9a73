/** What the lane and its children say to each other. */
import type { Failure } from './failure.ts';

/**
 * Inputs to be made and read: those of a target from one place on, until there were `count`, or so much was computed and
 * there were `least` of them.
 */
export interface Batch {
  kind: 'batch';
  target: string;
  seed: string;
  from: number;
  count: number;
  least: number;
  milliseconds: number;
}

/** An input from the corpus. */
interface Replay {
  kind: 'replay';
  target: string;
  file: string;
}

/** The input of a place, to be stored: reading it ended the child, or never did. */
interface Keep {
  kind: 'keep';
  target: string;
  seed: string;
  index: number;
  failure: Failure;
}

/** The whole inputs of a target, of which the report has those as done that were accepted. */
interface Seeds {
  kind: 'seeds';
  target: string;
}

export type Order = Batch | Replay | Keep | Seeds;

export interface FoundFailure extends Failure {
  target: string;
  /** Of the corpus; null where it is of a place of which there are some already. */
  file: string | null;
}

export interface Report {
  /** Inputs that were read. */
  done: number;
  failures: FoundFailure[];
}

/** What a child says first. */
export interface Ready {
  targets: string[];
}
