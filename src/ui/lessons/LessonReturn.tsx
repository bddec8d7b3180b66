import { lessonNamed } from '../../lessons/lessons';
import { sceneOf } from '../../lessons/sceneOf';
import { progressIn } from '../../state/learn/lessons';
import { useApp } from '../app/useApp';
import { useFace, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Strip } from '../kit/Strip';
import { Words } from '../kit/Words';

/** The way back to the open lesson, or out of it, while one explores freely on another face. */
export function LessonReturn() {
  const app = useApp();
  const face = useFace();
  const lesson = lessonNamed(useSession((session) => session.lesson));
  if (!lesson || face === 'learn') return null;
  const back = () => {
    const { step, guesses } = progressIn(app.lessons.getState(), lesson.name);
    const at = lesson.steps[step];
    if (at && at.question.kind !== 'task') app.lessons.showScene(sceneOf(at, guesses[step]));
    app.session.setState({ face: 'learn' });
  };
  return (
    <Strip label="Open lesson" title={lesson.title.replace('_', '')} text={<Words text={lesson.title} />}>
      <Button size="compact-sm" variant="filled" onClick={back}>
        Back to the lesson
      </Button>
      <Button size="compact-sm" onClick={app.lessons.leave}>
        Leave
      </Button>
    </Strip>
  );
}
