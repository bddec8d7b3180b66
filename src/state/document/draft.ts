import type { Draft } from '../codes/draftCode';
import type { Screen } from './screen';

/** Steps a draft keeps on either side: a hundred bytes each. */
const KEPT_STEPS = 200;

/** What is on the screen, as a draft that no save has counted yet. */
export function currentDraft({ document, session, comparison, explore, lessons, train }: Screen, at: number): Draft {
  const { past, future } = document.history.getState();
  const { face, selected, level, toggled, unfolded, measure, lesson, course, hidden } = session.getState();
  const { room, own } = lessons.getState();
  return {
    at,
    order: 0,
    now: document.getState(),
    past: past.slice(-KEPT_STEPS),
    future: future.slice(-KEPT_STEPS),
    view: { selected, level, toggled, unfolded, measure, lesson, course, hidden },
    place: {
      face,
      room,
      explorer: explore.getState(),
      training: train.getState().choice,
    },
    pinned: comparison.getState().pinned,
    own,
  };
}

/** Puts a draft on the screen, its steps of undo with it. */
export function putOnScreen(
  { document, session, comparison, explore, lessons }: Screen,
  { now, past, future, view, place, pinned, own }: Draft,
): void {
  document.restore({ ...now, training: place.training }, { past, future });
  session.setState({ ...view, face: place.face });
  comparison.setState({ pinned });
  lessons.setState({ own, room: place.room });
  explore.setState(place.explorer);
}
