import { isGroup } from '../../architecture/walk';
import { sizeFormula } from '../../present/formulas';
import type { Subject } from '../../present/subject';
import type { Shape } from '../../tensor/shape';
import { ExplainPopover } from '../kit/ExplainPopover';
import { Text } from '../kit/Text';
import classes from './Inspector.module.css';

/** The shape that goes in and the one that comes out, axis by axis. */
export function ShapeFlow({ subject }: { subject: Subject }) {
  const [only] = subject.parts;
  const formula = only && !isGroup(only) && only.path === subject.path ? sizeFormula(only) : [];
  return (
    <dl className={`${classes.block} ${classes.shapes}`}>
      <dt>Input</dt>
      <dd>
        <ShapeText shape={subject.input} />
      </dd>
      <dt>Output</dt>
      <dd>
        {formula.length > 0 ? (
          <ExplainPopover
            subject={`the output is ${subject.output.join(' by ')}`}
            shown={<ShapeText shape={subject.output} />}
          >
            {formula.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </ExplainPopover>
        ) : (
          <ShapeText shape={subject.output} />
        )}
      </dd>
    </dl>
  );
}

/** The axes of feature maps and of what comes after pooling. */
const AXES: Readonly<Record<number, string>> = { 2: 'N × C', 5: 'N × C × T × H × W' };

function ShapeText({ shape }: { shape: Shape }) {
  return (
    <Text as="span" weight={550}>
      {shape.join(' × ')}
      <Text as="span" size="xs" tone="ink-3" weight={400} style={{ display: 'block', textAlign: 'left' }}>
        {AXES[shape.length]}
      </Text>
    </Text>
  );
}
