import { useApp } from '../app/useApp';
import { useLessons } from '../app/useLessons';
import { TabList, TabPanel } from '../kit/controls/Tabs';
import { Glossary } from './Glossary';
import { LessonList } from './LessonList';
import classes from './Library.module.css';

const ROOMS = [
  { id: 'lessons', name: 'Lessons' },
  { id: 'glossary', name: 'Glossary' },
] as const;

/** What there is to learn: the lessons, and the words of the field. */
export function Library() {
  const app = useApp();
  const room = useLessons((lessons) => lessons.room);
  return (
    <main className={classes.library} aria-label="Learn">
      <div>
        <TabList of="library" className={classes.tabs} tabs={ROOMS} chosen={room} onChange={app.lessons.openRoom} />
        <TabPanel of="library" chosen={room}>
          {room === 'lessons' ? <LessonList /> : <Glossary />}
        </TabPanel>
      </div>
    </main>
  );
}
