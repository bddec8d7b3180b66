import { sameValue } from '../../design/sameValue';
import { singleClip } from '../../design/singleClip';
import type { RunSubject, ViewIndex } from '../../state/run/runStore';
import { Note } from '../kit/Note';
import { useDocument, useRun } from './useStudio';

interface OutdatedNoticeProps {
  /** What ran, and for what belongs to one view of the input, which. */
  readonly since: RunSubject & { readonly view?: ViewIndex };
  readonly what: string;
  /** What brings it up to date: `Look again.`; null where nothing does just now. */
  readonly remedy: string | null;
}

/** Says what has changed since something was computed: what another network gave is never passed off as this one's. */
export function OutdatedNotice({ since, what, remedy }: OutdatedNoticeProps) {
  const design = useDocument(({ legal }) => legal);
  const { weights, input } = useRun(({ settings }) => settings);
  const shown = useRun((run) => run.shown);
  const sameDesign = sameValue(singleClip(design), since.design);
  const sameClip = input === since.input && (!since.view || sameValue(shown, since.view));
  if (sameDesign && sameClip && sameValue(weights, since.weights)) return null;
  const changed = sameDesign ? (sameClip ? 'weights' : 'clip') : 'design';
  return (
    <Note tone="warn" role="status">
      This is {what} as it was before: the {changed} changed since. {remedy}
    </Note>
  );
}
