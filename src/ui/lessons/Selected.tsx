import { partsByPath } from '../../architecture/walk';
import { firstOfRun } from '../../diagram/diagram';
import { labelOf, sentenceOf } from '../../diagram/looks';
import { costsOf } from '../../state/document/derived';
import { compactText } from '../../text/numberText';
import { useArchitecture, useSession } from '../app/useStudio';
import { Text } from '../kit/Text';
import classes from './Selected.module.css';

/** What the graph answers when a part of it is selected. */
export function Selected() {
  const architecture = useArchitecture();
  const selected = useSession((session) => session.selected);
  const path = selected === null ? null : (firstOfRun(selected) ?? selected);
  const part = path === null ? undefined : partsByPath(architecture).get(path);
  const costs = path === null ? undefined : costsOf(architecture).get(path);
  return (
    <div className={classes.selected} role="status">
      {part && costs && (
        <>
          <Text weight={600}>
            <code>{part.path}</code> {labelOf(part)}
          </Text>
          <p>{sentenceOf(part)}</p>
          <Text tone="ink-2">
            {part.output.slice(1).join(' × ')} · {compactText(costs.macs)}MACs · {compactText(costs.parameters)}{' '}
            parameters
          </Text>
        </>
      )}
    </div>
  );
}
