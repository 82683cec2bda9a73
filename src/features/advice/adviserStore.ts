/** The adviser's memory: what was dismissed in this session; and its patience with those who type. */
import { useEffect, useState } from 'react';
import { create } from 'zustand';

interface AdviserState {
  dismissed: ReadonlySet<string>;
}

export const useAdviser = create<AdviserState>(() => ({ dismissed: new Set() }));

/** The remark of this id does not come back before the page is loaded anew. */
export function dismissRemark(id: string): void {
  useAdviser.setState(({ dismissed }) => ({ dismissed: new Set([...dismissed, id]) }));
}

/** Milliseconds of rest after which what is being typed is judged. */
const REST = 600;

/** A form as it was when typing last rested: advice on half a word would only disturb. */
export function useRested<T>(form: T): T {
  const [rested, setRested] = useState(form);
  useEffect(() => {
    const timer = setTimeout(() => setRested(form), REST);
    return () => clearTimeout(timer);
  }, [form]);
  return rested;
}
