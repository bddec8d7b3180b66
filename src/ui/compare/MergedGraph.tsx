import type { ArchitectureDifference, Change, Difference } from '../../analysis/difference';
import { goTo } from '../../state/goTo';
import { useArchitecture } from '../kit/useStudio';
import classes from './Compare.module.css';
import { CHANGE_WORDS, CHANGES, lastName } from './changes';

/** Both networks as one: every stage a column of its blocks, each marked by what became of it. */
export function MergedGraph({ difference }: { difference: ArchitectureDifference }) {
  return (
    <section aria-label="Both networks as one graph">
      <ul className={classes.legend}>
        {CHANGES.map((change) => (
          <li key={change}>
            <span className={classes.mark} data-change={change} />
            {CHANGE_WORDS[change]}: {difference.blocks[change]} blocks, {difference.layers[change]} layers
          </li>
        ))}
      </ul>
      <div className={classes.graph}>
        {difference.parts.map((part) => (
          <Column key={part.path} part={part} />
        ))}
      </div>
    </section>
  );
}

function Column({ part }: { part: Difference }) {
  const blocks = part.kind === 'stage' ? part.children : [];
  return (
    <div className={classes.column}>
      <Chip part={part} name={part.path} />
      {blocks.length > 0 && (
        <div className={classes.blocks}>
          {blocks.map((block) => (
            <Chip key={block.path} part={block} name={lastName(block.path)} />
          ))}
        </div>
      )}
    </div>
  );
}

function Chip({ part: { path, change, after }, name }: { part: Difference; name: string }) {
  const architecture = useArchitecture();
  const said = `${path}: ${CHANGE_WORDS[change satisfies Change]}`;
  return (
    <button
      type="button"
      className={classes.chip}
      data-change={change}
      aria-label={said}
      title={said}
      disabled={after === null}
      onClick={() => goTo(architecture, path)}
    >
      {name}
    </button>
  );
}
