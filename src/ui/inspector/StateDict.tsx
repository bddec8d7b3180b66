import { Fragment, useMemo } from 'react';
import { layersOf, stateDictOf } from '../../architecture/walk';
import type { Subject } from '../../present/subject';
import { countText, exactText } from '../../text/numberText';
import { useArchitecture } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { Note } from '../kit/Note';
import { Section } from '../kit/Section';
import { Text } from '../kit/Text';

/** More keys than this are not listed at once: a stage has hundreds. */
const LISTED = 60;

/** What the state dict keeps of the subject: keys in the reference's order, shapes, types and roles. */
export function StateDict({ subject }: { subject: Subject }) {
  // The whole network's is long, seldom wanted, and would be made again at every move of a slider: folded, it is not.
  const whole = subject.path === '';
  return (
    <Section key={String(whole)} title="State dict" aside={whole ? 'all tensors' : undefined} startsFolded={whole}>
      <Tensors subject={subject} />
    </Section>
  );
}

function Tensors({ subject }: { subject: Subject }) {
  const architecture = useArchitecture();
  const tensors = useMemo(() => {
    const layers = new Set(subject.parts.flatMap(layersOf).map(({ path }) => path));
    return stateDictOf(architecture).filter(({ layer }) => layers.has(layer.path));
  }, [architecture, subject]);
  if (tensors.length === 0) return <Note>This layer has no weights and no buffers.</Note>;
  return (
    <>
      <Note>{countText(tensors.length, 'tensor')}</Note>
      <DataTable wraps label="Tensors" align="words" columns={['Key', 'Shape', 'Type']}>
        {tensors.slice(0, LISTED).map(({ key, shape, dtype, role, requiresGrad }) => (
          <tr key={key}>
            <th scope="row">
              <code>
                <Breakable
                  name={
                    subject.path !== '' && key.startsWith(`${subject.path}.`) ? key.slice(subject.path.length + 1) : key
                  }
                />
              </code>
            </th>
            <td>{shape.length === 0 ? 'scalar' : shape.join(' × ')}</td>
            <td>
              {dtype}
              <Text as="span" tone="ink-3">
                {role === 'buffer' ? ' buffer' : !requiresGrad && ' frozen'}
              </Text>
            </td>
          </tr>
        ))}
      </DataTable>
      {tensors.length > LISTED && (
        <Note>{exactText(tensors.length - LISTED)} more. Select a block or layer to see its own.</Note>
      )}
    </>
  );
}

/** A dotted name that may break after its dots; what is copied is the name. */
function Breakable({ name }: { name: string }) {
  return name.split('.').map((word, index, words) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a name keep their places.
    <Fragment key={index}>
      {word}
      {index < words.length - 1 && (
        <>
          .<wbr />
        </>
      )}
    </Fragment>
  ));
}
