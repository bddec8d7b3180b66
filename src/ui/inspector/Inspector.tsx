import { useMemo } from 'react';
import { type Subject, subjectOf } from '../../present/subject';
import { useApp } from '../app/useApp';
import { useArchitecture, useSession } from '../app/useStudio';
import { LinkButton } from '../kit/LinkButton';
import { Stack } from '../kit/Stack';
import { Swatch } from '../kit/Swatch';
import { Text } from '../kit/Text';
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
      <Text as="div" tone="ink-2" className={classes.block}>
        <p>
          <code>{selected}</code> is no longer in the network.
        </p>
        <LinkButton onClick={() => app.session.setState({ selected: null })}>Show the whole network</LinkButton>
      </Text>
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
    <div ref={top} className={classes.block}>
      {path !== '' && (
        <Stack as="nav" row gap="quarter" className={classes.crumbs} aria-label="Around the selection">
          <LinkButton onClick={() => app.session.setState({ selected: null })}>network</LinkButton>
          {around.map((group) => (
            <LinkButton key={group.path} onClick={() => app.session.setState({ selected: group.path })}>
              {group.path.slice(group.path.lastIndexOf('.') + 1)}
            </LinkButton>
          ))}
        </Stack>
      )}
      <Text as="h2" size="lg" weight={650}>
        {title}
      </Text>
      <Text size="sm" tone="ink-2">
        <Swatch colour={`var(--x3d-kind-${family})`} />
        {label}
      </Text>
      <Text tone="ink-2" style={{ marginTop: 'var(--x3d-space-1)' }}>
        {sentence}
      </Text>
    </div>
  );
}
