import { Modal } from '@mantine/core';
import { showOverlay } from '../../state/session';
import { type Command, type CommandGroup, keyText } from '../kit/command';
import classes from './KeyList.module.css';

const GROUPS: readonly CommandGroup[] = ['Design', 'Compare', 'Graph', 'Screen'];

/** Keys that belong to what has the focus, and so are no commands. */
const LOCAL: readonly { readonly where: string; readonly keys: readonly string[]; readonly what: string }[] = [
  { where: 'In the graph', keys: ['←', '→', '↑', '↓'], what: 'Walk from node to node' },
  { where: 'In the graph', keys: ['Enter'], what: 'Open or close a node' },
  { where: 'In the graph', keys: ['Home', 'End'], what: 'Go to the first or last node' },
  { where: 'In the graph', keys: ['Esc'], what: 'Close what is around a node, then select nothing' },
  { where: 'In a number field', keys: ['↑', '↓'], what: 'One step; with Shift ten' },
  { where: 'In a number field', keys: ['Esc'], what: 'Drop what was typed' },
  { where: 'In the table', keys: ['↑', '↓'], what: 'Walk from layer to layer' },
];

/** Every command that has a key, by group, and the keys of graph, fields and table. */
export function KeyList({ commands }: { commands: readonly Command[] }) {
  return (
    <Modal
      opened
      onClose={() => showOverlay(null)}
      title="Keys"
      size={720}
      transitionProps={{ duration: 100 }}
      classNames={{ content: classes.dialog, header: classes.header, title: classes.title }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <Keys
            key={group}
            title={group}
            rows={commands
              .filter((command) => command.group === group && command.keys)
              .map(({ name, keys = [] }) => ({ name, keys: keys.map((key) => keyText(key)) }))}
          />
        ))}
        {[...new Set(LOCAL.map(({ where }) => where))].map((title) => (
          <Keys
            key={title}
            title={title}
            rows={LOCAL.filter(({ where }) => where === title).map(({ what, keys }) => ({ name: what, keys }))}
          />
        ))}
      </div>
      <p className={classes.rest}>Everything else is found by name: {keyText({ key: 'k', mod: true })}.</p>
    </Modal>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly { name: string; keys: readonly string[] }[] }) {
  return (
    <section className={classes.group}>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ name, keys }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
