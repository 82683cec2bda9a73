/** What another process has computed so far: on a busy machine that is much less than the time that passed. */
import { readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)`, which Linux has at 100 everywhere that Node runs. */
const TICKS_A_SECOND = 100;

/** Seconds of all its threads together; null where the system doesn't say so in `/proc`. */
export function computedSeconds(process: number | undefined): number | null {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'utf8');
    // Behind the program's name, which may hold anything: its state, then numbers; time is the 12th and 13th of all these.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}
