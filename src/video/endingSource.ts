/**
 * The end of a reader's endless loops. Behind damage that no known element follows, and at an element whose length cannot
 * be read, mediabunny 1.61 looks for the next element of a webm without end, in the headers and in every cluster. It asks
 * for bytes that it has already, so nothing is read, and no timer, message or Cancel gets its turn meanwhile.
 */
const MOST_AT_ONCE = 200_000;

/** The one thing that mediabunny's readers ask of a source: not a part of its interface, so a test holds it to its word. */
interface PassedRequest {
  _read(...range: readonly number[]): unknown;
}

/** A source that throws where it is asked 200 000 times with nothing else happening: a video of hours asks for far less. */
export function endingSource<S extends object>(source: S): S {
  const asked = source as S & PassedRequest;
  const read = asked._read.bind(source);
  let times = 0;
  asked._read = (...range) => {
    if (times === 0) setTimeout(() => (times = 0));
    if (++times > MOST_AT_ONCE) throw new Error('The reader goes round in circles.');
    return read(...range);
  };
  return source;
}
