/** The one place a function reads the time; everything deeper is handed it. */
export const now = (): Date => new Date();
