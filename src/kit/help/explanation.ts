/** What is told of a control to those who ask: what it does to the picture, what is usual, and how it is computed. */
import type { ComponentType } from 'react';
import type { Message } from '../../contract/message.ts';

export interface Explanation {
  /** One or two sentences: what more and less of it does to the picture. */
  does: Message;
  /** The value or values to begin with, where there are such. */
  usual?: Message;
  formula?: Formula;
}

export interface Formula {
  /** In MathML, which browsers show and screen readers read by themselves. */
  Notation: ComponentType;
  /** Names its letters. */
  where: Message;
}
