/** What an exercise of the course consists of. */

/** A button that fills a panel with an exercise's settings and opens it. */
export interface Try {
  label: string;
  act: () => void;
}

export interface LessonStep {
  /** By which it is remembered that it was done. */
  id: string;
  title: string;
  text: string;
  tries: readonly Try[];
}

/** A question to think about first, with an answer that can be tried out. */
export interface Question {
  ask: string;
  answer: string;
  tries: readonly Try[];
}

export interface Exercise {
  id: string;
  title: string;
  goal: string;
  steps: readonly LessonStep[];
  observe: readonly string[];
  questions: readonly Question[];
}
