/** The elements of MathML Core that the formulas are written in: React renders them, its types don't know them yet. */
import type { HTMLAttributes } from 'react';

type MathElement = HTMLAttributes<MathMLElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      math: MathElement & { display?: 'block' | 'inline' };
      mfrac: MathElement;
      mi: MathElement & { mathvariant?: 'normal' };
      mn: MathElement;
      mo: MathElement & { stretchy?: 'true' | 'false' };
      mover: MathElement;
      mrow: MathElement;
      msqrt: MathElement;
      msub: MathElement;
      msubsup: MathElement;
      msup: MathElement;
      munder: MathElement;
    }
  }
}
