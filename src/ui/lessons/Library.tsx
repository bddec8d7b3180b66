import { Tabs } from '@mantine/core';
import { useApp } from '../app/useApp';
import { useLessons } from '../app/useLessons';
import { Glossary } from './Glossary';
import { LessonList } from './LessonList';
import classes from './Library.module.css';

/** What there is to learn: the lessons, and the words of the field. */
export function Library() {
  const app = useApp();
  const room = useLessons((lessons) => lessons.room);
  return (
    <main className={classes.library} aria-label="Learn">
      <Tabs
        value={room}
        onChange={(id) => app.lessons.openRoom(id === 'glossary' ? id : 'lessons')}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="lessons">Lessons</Tabs.Tab>
          <Tabs.Tab value="glossary">Glossary</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lessons">
          <LessonList />
        </Tabs.Panel>
        <Tabs.Panel value="glossary">
          <Glossary />
        </Tabs.Panel>
      </Tabs>
    </main>
  );
}
