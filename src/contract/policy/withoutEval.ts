/**
 * Has zod compile nothing: it would try whether it may, which the page's policy forbids, and which the browser then counts
 * as an offence against it. To be imported by each entry before all else, for its effect: schemas ask when they are made.
 * In the place where zod looks for it, so that an entry that loads zod later, or never, need not load it for this.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
