/**
 * Runs what is asked for, unless the last one is still under way: a double click on "Blank map" wants one map. What it
 * throws reaches the caller.
 */
export function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let isBusy = false;
  return async (work) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } finally {
      isBusy = false;
    }
  };
}
