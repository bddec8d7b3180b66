import { useEffect, useState } from 'react';

/**
 * The address of a blob while it is shown: null without one, and in the first drawing of another. An address ends only
 * when nothing that is drawn has it any more.
 */
export function useObjectUrl(blob: Blob | null): string | null {
  const [made, setMade] = useState<{ readonly blob: Blob; readonly url: string } | null>(null);
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    setMade({ blob, url });
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return made && made.blob === blob ? made.url : null;
}
