import { useEffect, useState } from 'react';

/** Longer than this people want a way out, in ms. */
const LONG = 1000;

/** True once something has gone on for a second. */
export function useLong(goesOn: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setTimeout(() => setLong(true), LONG);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [goesOn]);
  return goesOn && long;
}
