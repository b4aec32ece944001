/** What a program may be called: it stands in keys, links and the names of runs. No schema, so that it costs nothing to load. */
const PROGRAM_ID = /^[a-z][a-z0-9-]{1,62}$/;

export const isProgramId = (text: string): boolean => PROGRAM_ID.test(text);
