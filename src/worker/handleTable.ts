/** Things that stand open in a worker under numbers, by which messages name them. */
export function handleTable<T>(what: string) {
  const open = new Map<number, T>();
  let opened = 0;
  const get = (id: number): T => {
    const thing = open.get(id);
    if (thing === undefined) throw new Error(`${what} ${id} is not open.`);
    return thing;
  };
  return {
    /** @throws Error where nothing stands open under the number */
    get,
    add(thing: T): number {
      open.set(++opened, thing);
      return opened;
    },
    /** Takes a thing off, to be closed. @throws as `get` does */
    remove(id: number): T {
      const thing = get(id);
      open.delete(id);
      return thing;
    },
  };
}
