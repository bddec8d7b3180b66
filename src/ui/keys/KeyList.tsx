import { Fragment } from 'react';
import { useApp } from '../app/useApp';
import { useSession } from '../app/useStudio';
import { type Command, type CommandGroup, isMac, keyTexts } from '../kit/command';
import { Dialog } from '../kit/controls/Dialog';
import { Switch } from '../kit/controls/Switch';
import { KeyCaps } from '../kit/KeyCaps';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './KeyList.module.css';

const GROUPS: readonly CommandGroup[] = ['Design', 'Compare', 'Graph', 'Screen'];

/** Keys that belong to what has the focus, and so are no commands. */
const LOCAL: readonly { readonly where: string; readonly keys: readonly string[]; readonly what: string }[] = [
  { where: 'In the graph', keys: ['←', '→', '↑', '↓'], what: 'Walk from box to box' },
  { where: 'In the graph', keys: ['Enter'], what: 'Open or close a box' },
  { where: 'In the graph', keys: ['Home', 'End'], what: 'Go to the first or last box' },
  { where: 'In the graph', keys: ['Esc'], what: 'Close what is around a box, then select nothing' },
  { where: 'In a number field', keys: ['↑', '↓'], what: 'One step; with Shift ten' },
  { where: 'In a number field', keys: ['Esc'], what: 'Drop what was typed' },
  { where: 'In the table', keys: ['↑', '↓'], what: 'Walk from layer to layer' },
];

/** Every command with its keys, by group, and the keys of graph, fields and table. */
export function KeyList({ commands }: { commands: readonly Command[] }) {
  const app = useApp();
  const letterKeys = useSession((session) => session.letterKeys);
  return (
    <Dialog onClose={() => app.session.setState({ overlay: null })} title="Keys" width={720}>
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <Keys
            key={group}
            title={group}
            rows={commands
              .filter((command) => command.group === group)
              .map(({ name, keys }) => ({ name, keys: keys.map((key) => keyTexts(key)) }))}
          />
        ))}
        {[...new Set(LOCAL.map(({ where }) => where))].map((title) => (
          <Keys
            key={title}
            title={title}
            rows={LOCAL.filter(({ where }) => where === title).map(({ what, keys }) => ({
              name: what,
              keys: keys.map((key) => [key]),
            }))}
          />
        ))}
      </div>
      <Switch
        className={classes.letters}
        label="Letters and signs alone are keys"
        description={`Off, only keys with ${isMac() ? '⌘' : 'Ctrl'} are left; everything is found by name all the same.`}
        checked={letterKeys}
        onChange={(event) => app.session.setState({ letterKeys: event.currentTarget.checked })}
      />
    </Dialog>
  );
}

function Keys(props: { title: string; rows: readonly { name: string; keys: readonly (readonly string[])[] }[] }) {
  const { title, rows } = props;
  return (
    <Stack as="section" gap="half" className={classes.group}>
      <Text as="h3" size="xs" tone="ink-3">
        {title}
      </Text>
      <dl>
        {rows.map(({ name, keys }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {keys.map((caps, index) => (
                <Fragment key={caps.join(' ')}>
                  {index > 0 && ' or '}
                  <KeyCaps caps={caps} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}
