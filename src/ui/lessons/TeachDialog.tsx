import { useState } from 'react';
import { LESSONS, lessonNamed } from '../../lessons/lessons';
import { MEASURES } from '../../scaling/measures';
import { viewOnScreen } from '../../state/codes/exploreCode';
import { linkText, type Shared } from '../../state/codes/linkCode';
import { currentlyShared } from '../../state/document/share';
import type { Activity, ChartHeight } from '../../state/explore/explore';
import { copyAddress, heldBy } from '../app/designFiles';
import { useApp } from '../app/useApp';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Checkbox } from '../kit/controls/Checkbox';
import { Dialog } from '../kit/controls/Dialog';
import { Stack } from '../kit/Stack';
import { selectOnEntry } from '../kit/selectOnEntry';
import { Words } from '../kit/Words';
import classes from './TeachDialog.module.css';

/** Something on the screen that a link can leave out. */
export interface Hideable {
  /** As the link calls it. */
  readonly name: string;
  readonly label: string;
  readonly group: string;
}

const CHARTS: readonly { readonly value: Activity; readonly label: string }[] = [
  { value: 'family', label: 'The family' },
  { value: 'axes', label: 'One axis at a time' },
  { value: 'expansion', label: 'Expansion, step by step' },
  { value: 'budget', label: 'Under a budget' },
  { value: 'sweep', label: 'A sweep' },
];
const FACE_OPENED = { lesson: 'learn', course: 'learn', chart: 'explore', design: 'design' } as const;
const HEIGHTS: readonly { readonly value: ChartHeight; readonly label: string }[] = [
  ...MEASURES.flatMap(({ name, label }) => (name === 'macs' ? [] : { value: name, label })),
  { value: 'accuracy', label: 'published accuracy' },
];

/** Makes a link for a class: what it opens, and what of the screen it leaves out. */
export function TeachDialog({ controls }: { controls: readonly Hideable[] }) {
  const app = useApp();
  const [opens, setOpens] = useState<'lesson' | 'course' | 'chart' | 'design'>('lesson');
  const [lesson, setLesson] = useState(LESSONS[0]?.name ?? '');
  const [course, setCourse] = useState<readonly string[]>(LESSONS.slice(0, 3).map(({ name }) => name));
  const [presenting, setPresenting] = useState(false);
  const [step, setStep] = useState<number | null>(null);
  const [own, setOwn] = useState('lesson');
  const [activity, setActivity] = useState<Activity>(app.explore.getState().activity);
  const [height, setHeight] = useState<ChartHeight>('parameters');
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const { origin, pathname } = window.location;
  const openedLesson =
    opens === 'lesson'
      ? { name: lesson, step, ownDesign: own === 'lesson' }
      : opens === 'course' && course[0]
        ? { name: course[0], step: null, ownDesign: true }
        : null;
  const shared: Shared = {
    ...currentlyShared(app),
    face: FACE_OPENED[opens],
    ...((opens === 'lesson' || opens === 'course') && { selected: null }),
    lesson: openedLesson,
    course: opens === 'course' ? course : [],
    presenting,
    explorer: opens === 'chart' ? viewOnScreen({ ...app.explore.getState(), activity, height }) : null,
    hidden,
  };
  const address = `${origin}${pathname}#${linkText(shared)}`;
  const groups = [...new Set(controls.map(({ group }) => group))];
  return (
    <Dialog onClose={() => app.session.setState({ overlay: null })} title="A link for a class" width={560}>
      <Stack gap="1h" className={classes.about}>
        <p>The link opens this; students install nothing and sign in to nothing.</p>
        {isThisComputer(window.location.hostname) && (
          <p>
            <strong>This page is served by this computer, and so would be the link.</strong> Put the built app on a host
            that the class reaches, and make the link there.
          </p>
        )}
      </Stack>
      <Stack align="start" className={classes.rows}>
        <Choice
          label="Opens"
          value={opens}
          options={[
            { value: 'lesson', label: 'a lesson' },
            { value: 'course', label: 'several lessons, one after another' },
            { value: 'chart', label: 'a chart of the explorer' },
            { value: 'design', label: 'the design alone' },
          ]}
          onChange={setOpens}
        />
        {opens === 'lesson' && (
          <>
            <Choice
              label="Lesson"
              value={lesson}
              options={LESSONS.map(({ name, title }) => ({ value: name, label: title }))}
              onChange={(name) => {
                setLesson(name);
                setStep(null);
              }}
            />
            <Choice
              label="Step"
              value={String(step)}
              options={[
                { value: 'null', label: 'where each reader is' },
                ...(lessonNamed(lesson)?.steps ?? []).map(({ title }, index) => ({
                  value: String(index),
                  label: `${index + 1}. ${title}`,
                })),
              ]}
              onChange={(value) => setStep(value === 'null' ? null : Number(value))}
            />
            <Choice
              label="Design"
              value={own}
              options={[
                { value: 'lesson', label: 'the lesson’s own' },
                { value: 'form', label: 'the one on the form now' },
              ]}
              onChange={setOwn}
            />
          </>
        )}
        {opens === 'course' && (
          <fieldset className={`${classes.group} ${classes.course}`}>
            <legend>Lessons, in this order</legend>
            {LESSONS.map(({ name, title }) => (
              <Checkbox
                key={name}
                checked={course.includes(name)}
                onChange={() => setCourse((before) => toggled(before, name))}
              >
                <Words text={title} />
              </Checkbox>
            ))}
          </fieldset>
        )}
        {opens === 'chart' && (
          <>
            <Choice label="Chart" value={activity} options={CHARTS} onChange={setActivity} />
            <Choice label="Height" value={height} options={HEIGHTS} onChange={setHeight} />
          </>
        )}
      </Stack>
      <div className={classes.present}>
        <Checkbox checked={presenting} onChange={setPresenting}>
          In large type for a projector, with the network and the lesson only
        </Checkbox>
      </div>
      <h3 className={classes.leave}>Leave out</h3>
      {groups.map((group) => (
        <fieldset key={group} className={classes.group}>
          <legend>{group}</legend>
          {controls
            .filter((control) => control.group === group)
            .map(({ name, label }) => (
              <Checkbox
                key={name}
                checked={hidden.includes(name)}
                onChange={(checked) =>
                  setHidden((before) => (checked ? [...before, name] : before.filter((other) => other !== name)))
                }
              >
                {label}
              </Checkbox>
            ))}
        </fieldset>
      ))}
      <label className={classes.address}>
        <span>Link</span>
        <input readOnly value={address} {...selectOnEntry} />
      </label>
      <Button
        variant="filled"
        onClick={() => {
          void copyAddress(app, address, heldBy(shared));
          app.session.setState({ overlay: null });
        }}
      >
        Copy the link
      </Button>
    </Dialog>
  );
}

/** A selection of lessons with one more or one fewer, in the order of the table. */
function toggled(course: readonly string[], name: string): readonly string[] {
  return LESSONS.map((lesson) => lesson.name).filter((other) => (other === name) !== course.includes(other));
}

/** An address that means another computer wherever it is opened. */
function isThisComputer(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
