import { partsByPath } from '../../architecture/walk';
import { viewOnScreen } from '../codes/exploreCode';
import { PLAIN_LOOK, type ReadLink, type Shared } from '../codes/linkCode';
import { type Lessons, progressIn } from '../learn/lessons';
import { architectureOf } from './derived';
import type { Document } from './document';
import type { Screen } from './screen';

/** What is on the screen now, as a link would share it. */
export function currentlyShared({ document, session, lessons, explore, train }: Screen): Shared {
  const { design, preset } = document.getState();
  const { face, selected, level, measure, lesson, course, presenting, hidden } = session.getState();
  const step = lesson === null ? null : progressIn(lessons.getState(), lesson).step;
  return {
    design,
    preset,
    selected,
    level,
    measure,
    face,
    lesson: lesson === null ? null : { name: lesson, step, ownDesign: false },
    course,
    presenting,
    room: lessons.getState().room,
    explorer: face === 'explore' ? viewOnScreen(explore.getState()) : null,
    training: face === 'train' ? train.getState().choice : null,
    hidden,
  };
}

/** Opens what a link holds: the design and what is to be learnt as one step of undo, and the way to look at it. Says what was dropped. */
export function openLink(
  { document, session, lessons, explore, train, notices }: Screen,
  { shared, dropped }: ReadLink,
): void {
  const { level, measure, face, lesson, course, presenting, room, explorer, training, hidden } = shared;
  document.history.beginGesture();
  if (!lesson?.ownDesign) document.open(shared);
  if (training) train.take(training);
  document.history.endGesture();
  const absent = absentPart(document.getState(), shared);
  const selected = absent === null ? shared.selected : null;
  session.setState({
    selected,
    level,
    measure,
    lesson: lesson?.name ?? null,
    course,
    presenting,
    hidden,
    toggled: new Set(),
    unfolded: new Set(),
  });
  if (explorer) explore.setState(explorer);
  lessons.openRoom(room);
  if (lesson) {
    // A course goes on with the first lesson that is not done.
    const name = (lesson.step === null ? nextInCourse(lessons.getState(), course) : null) ?? lesson.name;
    lessons.begin(name);
    if (lesson.step !== null) lessons.openStep(name, lesson.step);
    const plain = selected === null && level === PLAIN_LOOK.level && measure === PLAIN_LOOK.measure;
    if (lesson.ownDesign || plain) void lessons.showOpenStep(name, lesson.ownDesign);
  }
  session.setState({ face });
  const left = [...dropped, ...(absent === null ? [] : [`The network has no part '${absent}'.`])];
  if (left.length > 0) notices.notify(`The link opened without some of what it held. ${left.join(' ')}`);
}

/** The path a link selects, where the network it brings has no such part; null where all is well or none is drawn. */
function absentPart({ design, legal }: Document, { selected, lesson }: Shared): string | null {
  if (selected === null || lesson?.ownDesign || legal !== design) return null;
  return partsByPath(architectureOf(design)).has(selected) ? null : selected;
}

function nextInCourse(lessons: Lessons, course: readonly string[]): string | undefined {
  return course.find((name) => !progressIn(lessons, name).finished);
}
