import { type CSSProperties, useMemo } from 'react';
import { type Subject, subjectOf } from '../../present/subject';
import { useApp } from '../app/useApp';
import { useArchitecture, useSession } from '../app/useStudio';
import { LinkButton } from '../kit/LinkButton';
import { useShownFromTop } from '../kit/useShownFromTop';
import { Channels } from './Channels';
import { CostList } from './CostList';
import { FieldOnClip } from './FieldOnClip';
import classes from './Inspector.module.css';
import { Memory } from './Memory';
import { ShapeFlow } from './ShapeFlow';
import { StateDict } from './StateDict';

/** What is selected in the graph or the table, in words and numbers; the whole network where nothing is. */
export function Inspector() {
  const app = useApp();
  const architecture = useArchitecture();
  const selected = useSession((session) => session.selected);
  const subject = useMemo(() => subjectOf(architecture, selected), [architecture, selected]);
  if (!subject)
    return (
      <div className={classes.empty}>
        <p>
          <code>{selected}</code> is no longer in the network.
        </p>
        <LinkButton onClick={() => app.session.setState({ selected: null })}>Show the whole network</LinkButton>
      </div>
    );
  return (
    <>
      <Title subject={subject} />
      <ShapeFlow subject={subject} />
      <CostList subject={subject} />
      <Channels subject={subject} />
      {subject.path !== '' && <FieldOnClip subject={subject} />}
      <Memory subject={subject} />
      <StateDict subject={subject} />
    </>
  );
}

function Title({ subject }: { subject: Subject }) {
  const app = useApp();
  const { title, label, sentence, family, around, path } = subject;
  const top = useShownFromTop<HTMLDivElement>(path);
  return (
    <div ref={top} className={classes.title}>
      {path !== '' && (
        <nav className={classes.crumbs} aria-label="Around the selection">
          <LinkButton onClick={() => app.session.setState({ selected: null })}>network</LinkButton>
          {around.map((group) => (
            <LinkButton key={group.path} onClick={() => app.session.setState({ selected: group.path })}>
              {group.path.slice(group.path.lastIndexOf('.') + 1)}
            </LinkButton>
          ))}
        </nav>
      )}
      <h2>{title}</h2>
      <p className={classes.kind} style={{ '--colour': `var(--x3d-kind-${family})` } as CSSProperties}>
        {label}
      </p>
      <p className={classes.sentence}>{sentence}</p>
    </div>
  );
}
