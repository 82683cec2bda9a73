/** What an exercise of the course consists of. */
import type { Message } from '../../contract/message.ts';

/** A button that fills a panel with an exercise's settings and opens it. */
export interface Try {
  label: Message;
  act: () => void;
}

export interface LessonStep {
  /** By which it is remembered that it was done. */
  id: string;
  title: Message;
  text: Message;
  tries: readonly Try[];
}

/** A question to think about first, with an answer that can be tried out. */
export interface Question {
  ask: Message;
  answer: Message;
  tries: readonly Try[];
}

export interface Exercise {
  id: string;
  title: Message;
  goal: Message;
  steps: readonly LessonStep[];
  observe: readonly Message[];
  questions: readonly Question[];
}
