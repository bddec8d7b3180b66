import { lessonNamed } from '../../lessons/lessons';
import { showFace } from '../../state/face';
import { lessonsStore, progressIn, showScene } from '../../state/lessons';
import { useFace } from '../kit/useFace';
import { useSession } from '../kit/useStudio';
import { Words } from '../kit/Words';
import classes from './LessonReturn.module.css';
import { sceneOf } from './sceneOf';

/** The way back to the open lesson, while one explores freely on another face. */
export function LessonReturn() {
  const face = useFace();
  const lesson = lessonNamed(useSession((session) => session.lesson));
  if (!lesson || face === 'learn') return null;
  const back = () => {
    const { step, guesses } = progressIn(lessonsStore.getState(), lesson.name);
    const at = lesson.steps[step];
    if (at && at.question?.kind !== 'task') showScene(sceneOf(at, guesses[step]));
    showFace('learn');
  };
  return (
    <div className={classes.return}>
      <span>
        <Words text={lesson.title} />
      </span>
      <button type="button" onClick={back}>
        Back to the lesson
      </button>
    </div>
  );
}
