/** Lets the first calls go on when all of them are there; later ones at once. */
export function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return async () => {
    if (++arrived === parties) resolve();
    await promise;
  };
}
